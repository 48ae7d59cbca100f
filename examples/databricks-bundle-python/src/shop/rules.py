"""Rules for all documents of the accounting."""


def of_currency(currency: str) -> dict[str, str]:
    """Documents in other currencies are booked elsewhere."""
    return {"own_currency": f"currency = '{currency}'"}
