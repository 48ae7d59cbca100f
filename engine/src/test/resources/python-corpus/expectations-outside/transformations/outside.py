import dlt


def numbers():
    return spark.range(10).withColumnRenamed("id", "n")


# decorators are functions: they can be called
rules = dlt.expect_all_or_drop({"even": "n % 2 = 0"})
even = dlt.table(name="even_numbers", comment="declared without @")(rules(numbers))

# a rule that is added to a table that is there already
dlt.expect_or_drop("small", "n < 6")(even)


@dlt.table
def odd_numbers():
    return numbers().where("n % 2 = 1")


for limit in (3, 7):
    dlt.expect(f"below {limit}", f"n < {limit}")(odd_numbers)

odd_numbers = dlt.expect_all({"positive": "n > 0"})(odd_numbers)


# the same plain function may serve for several tables
for name, condition in {"first_half": "n < 5", "second_half": "n >= 5"}.items():
    dlt.table(dlt.expect_or_drop("in half", condition)(numbers), name=name)
