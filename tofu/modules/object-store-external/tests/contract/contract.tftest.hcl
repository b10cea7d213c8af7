# The rules are the validations of //tofu/modules/object-store-contract: this run fails where one is broken.
run "kept" {
  command = plan

  assert {
    condition     = jsonencode(output.kept) == jsonencode(output.told)
    error_message = "The contract must have every attribute of the output, and no other."
  }
}
