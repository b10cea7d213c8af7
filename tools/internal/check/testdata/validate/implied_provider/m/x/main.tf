resource "demo_thing" "this" {
  name = "n"
}
