variables {
  a = "b"
}
