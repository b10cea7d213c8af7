run "planned" {
  command = plan
}
