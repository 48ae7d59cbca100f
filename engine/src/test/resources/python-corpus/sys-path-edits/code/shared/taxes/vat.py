RATES = {"DE": 0.19, "FR": 0.2}


def gross(net, country):
    return round(net * (1 + RATES[country]), 2)
