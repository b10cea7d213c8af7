teams = { a = 5, b = 10 }
