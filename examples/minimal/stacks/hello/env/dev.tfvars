name = "developer"
