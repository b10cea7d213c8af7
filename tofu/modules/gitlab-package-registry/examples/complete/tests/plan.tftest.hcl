run "plans" {
  command = plan

  assert {
    condition     = keys(output.endpoints) == ["generic", "maven", "npm", "nuget", "pypi"] && keys(output.publish_endpoints) == keys(output.endpoints)
    error_message = "Every format is read and published, got ${jsonencode(output.endpoints)}."
  }
}
