TITLE = "What the stock is worth"
