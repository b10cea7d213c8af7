run "a" {
      command = plan
}
