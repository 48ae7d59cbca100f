LIMIT = 100


def label(number):
    return "tall" if number > 5 else "short"
