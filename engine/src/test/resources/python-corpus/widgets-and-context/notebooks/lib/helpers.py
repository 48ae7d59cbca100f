def title(day):
    return f"Rows of {day}"
