image    = "registry.example.com/shop:1.5.0-rc1"
replicas = 1
