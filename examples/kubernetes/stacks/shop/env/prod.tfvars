image    = "registry.example.com/shop:1.4.2"
replicas = 3
