LIMIT = 10


def label(number):
    return "small"
