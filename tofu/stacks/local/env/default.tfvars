# One machine, one user: the defaults of variables.tf. What differs goes here.
