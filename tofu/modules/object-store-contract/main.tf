# Pure, and without anything of its own: the type and the rules of the variable are the contract.
