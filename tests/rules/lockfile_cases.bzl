"""Lock files and what hcl/v2 reads in them, by go test ./tools/internal/lockfile -update."""

CASES = json.decode(r"""[
  {
    "name": "address in upper case",
    "text": "provider \"H.example/n/t\" {\n  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "address without host",
    "text": "provider \"n/t\" {\n  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "any order",
    "text": "provider \"h.example/n/t\" {\n  hashes = [\"h1:a\"]\n  constraints = \"1.0.0\"\n  version = \"1.0.0\"\n}\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "1.0.0",
        "hashes": [
          "h1:a"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "as OpenTofu writes it",
    "text": "# This file is maintained automatically by \"tofu init\".\n# Manual edits may be lost in future updates.\n\nprovider \"registry.opentofu.org/hashicorp/random\" {\n  version     = \"3.9.0\"\n  constraints = \"~\u003e 3.8\"\n  hashes = [\n    \"h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=\",\n    \"zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc\",\n  ]\n}\n",
    "providers": [
      {
        "address": "registry.opentofu.org/hashicorp/random",
        "version": "3.9.0",
        "constraints": "~\u003e 3.8",
        "hashes": [
          "h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=",
          "zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "attribute outside",
    "text": "version = \"1.0.0\"\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "attribute twice",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "blanks and tabs",
    "text": "\t provider\t\"h.example/n/t\"{\n\tversion=\"1.0.0\"\t\n\n\n}\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "",
        "hashes": []
      }
    ],
    "line": 0
  },
  {
    "name": "brace in the next line",
    "text": "provider \"h.example/n/t\"\n{\n  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "carriage returns",
    "text": "# This file is maintained automatically by \"tofu init\".\r\n# Manual edits may be lost in future updates.\r\n\r\nprovider \"registry.opentofu.org/hashicorp/random\" {\r\n  version     = \"3.9.0\"\r\n  constraints = \"~\u003e 3.8\"\r\n  hashes = [\r\n    \"h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=\",\r\n    \"zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc\",\r\n  ]\r\n}\r\n",
    "providers": [
      {
        "address": "registry.opentofu.org/hashicorp/random",
        "version": "3.9.0",
        "constraints": "~\u003e 3.8",
        "hashes": [
          "h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=",
          "zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "closing brace in the line",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\" }\n",
    "providers": [],
    "line": 2
  },
  {
    "name": "comment in a string",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\"h1:#a//b/*c*/\"]\n}\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "",
        "hashes": [
          "h1:#a//b/*c*/"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "comment without line end",
    "text": "# a",
    "providers": [],
    "line": 0
  },
  {
    "name": "comments everywhere",
    "text": "/* a */ provider /* b */ \"h.example/n/t\" /* c */ { # d\n  version /* e */ = /* f */ \"1.0.0\" // g\n  hashes = [ # h\n    \"h1:a\", # i\n    /* j */ \"h1:b\" // k\n  ] # l\n} # m\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "",
        "hashes": [
          "h1:a",
          "h1:b"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "conflict of a merge",
    "text": "\u003c\u003c\u003c\u003c\u003c\u003c\u003c HEAD\n# This file is maintained automatically by \"tofu init\".\n# Manual edits may be lost in future updates.\n\nprovider \"registry.opentofu.org/hashicorp/random\" {\n  version     = \"3.9.0\"\n  constraints = \"~\u003e 3.8\"\n  hashes = [\n    \"h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=\",\n    \"zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc\",\n  ]\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "directive",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  constraints = \"%{if a}\"\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "empty",
    "text": "",
    "providers": [],
    "line": 0
  },
  {
    "name": "empty list",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = []\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "escapes",
    "text": "provider \"h.example/n/\\u0074\" {\n  version = \"1.\\U00000030.0\"\n  constraints = \"\\\"\\\\\\t$${a}%%{b}$a%b\"\n}\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "\"\\\t${a}%{b}$a%b",
        "hashes": []
      }
    ],
    "line": 0
  },
  {
    "name": "hash with empty scheme",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\":abc\"]\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "hash without scheme",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\"abc\"]\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "layout 0",
    "text": "\tprovider \t\"h0.example/n/t\" /* c */ {// c\n constraints\t=\"~\u003e 1.0, \u003e= 0.1\"\t\n /* c */ hashes =\t[// c\n \"zh:130b7770a838d26a\"  ]\n  version  =\"0.10.1\" // c\n} # c\nprovider  /* c */ \"h1.example/n/t\"{ \n\n  hashes /* c */ =  [ # c\n \"h1:1928f8bc4cff862a\" , \n\n\"zh:42f55dd068bf3b16\"\t,] \n\n constraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */ \r\n\tversion\t=\t\"1.1.2\" // c\n}// c\n  provider  /* c */ \"h2.example/n/t\"{ \n\n /* c */ constraints=\"~\u003e 1.0, \u003e= 0.1\"   # c\n hashes= [// c\n \"h1:75dd1d5d9a9e9f31\" /* c */ ,// c\n\"zh:a9b194ad24067e4\"  ]\r\n  version  = /* c */ \"2.4.1\"  # c\n}// c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.10.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:130b7770a838d26a"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.1.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:1928f8bc4cff862a",
          "zh:42f55dd068bf3b16"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "2.4.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:75dd1d5d9a9e9f31",
          "zh:a9b194ad24067e4"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 0 less a character",
    "text": "\tprovider \t\"h0.example/n/t\" /* c */ {// c\n constraints\t=\"~\u003e 1.0, \u003e= 0.1\"\t\n /* c */ hashes =[// c\n \"zh:130b7770a838d26a\"  ]\n  version  =\"0.10.1\" // c\n} # c\nprovider  /* c */ \"h1.example/n/t\"{ \n\n  hashes /* c */ =  [ # c\n \"h1:1928f8bc4cff862a\" , \n\n\"zh:42f55dd068bf3b16\"\t,] \n\n constraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */ \r\n\tversion\t=\t\"1.1.2\" // c\n}// c\n  provider  /* c */ \"h2.example/n/t\"{ \n\n /* c */ constraints=\"~\u003e 1.0, \u003e= 0.1\"   # c\n hashes= [// c\n \"h1:75dd1d5d9a9e9f31\" /* c */ ,// c\n\"zh:a9b194ad24067e4\"  ]\r\n  version  = /* c */ \"2.4.1\"  # c\n}// c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.10.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:130b7770a838d26a"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.1.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:1928f8bc4cff862a",
          "zh:42f55dd068bf3b16"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "2.4.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:75dd1d5d9a9e9f31",
          "zh:a9b194ad24067e4"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 1",
    "text": "  provider   \"h0.example/n/t\"{\r\nversion /* c */ = \"2.9.2\"   \n\nhashes= [// c\n \"zh:4f24992534103c91\",\r\n \"zh:76441c465e27a4a0\" /* c */ ]\nconstraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n}// c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.9.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:4f24992534103c91",
          "zh:76441c465e27a4a0"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 1 less a character",
    "text": "  provider   \"h0.example/n/t\"{\r\nversion /* c */ = \"2.9.2\"   \n\nhashes= [// c\n \"zh:4f24992534103c91\",\r\n \"zh:76441c465e27a4a0\" /* c */ ]\nconstraints  = /* c */\"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n}// c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.9.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:4f24992534103c91",
          "zh:76441c465e27a4a0"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 10",
    "text": " provider  \"h0.example/n/t\"  { \n\nversion = /* c */ \"1.8.1\" /* c */  \n\n /* c */ constraints /* c */ = \"~\u003e 1.0, \u003e= 0.1\" /* c */ \n /* c */ hashes = [// c\n\"zh:239a71b90ced77f1\",// c\n \"h1:7db56f12d4ec539c\" /* c */ ,// c\n \"h1:42a9b5b1f668db2e\" /* c */ ] \n\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.8.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:239a71b90ced77f1",
          "h1:7db56f12d4ec539c",
          "h1:42a9b5b1f668db2e"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 10 less a character",
    "text": " provider  \"h0.example/n/t\"  { \n\nversion = /* c */ \"1.8.1\" /* c */  \n\n /* c */ constraints /* c */ = \"~\u003e 1.0, \u003e= 0.1\" / c */ \n /* c */ hashes = [// c\n\"zh:239a71b90ced77f1\",// c\n \"h1:7db56f12d4ec539c\" /* c */ ,// c\n \"h1:42a9b5b1f668db2e\" /* c */ ] \n\n}\n",
    "providers": [],
    "line": 5
  },
  {
    "name": "layout 11",
    "text": " /* c */ provider \"h0.example/n/t\" { \n\n /* c */ constraints /* c */ =\"~\u003e 1.0, \u003e= 0.1\"  # c\n\tversion /* c */ = /* c */ \"1.5.0\"\t// c\n  hashes = /* c */ [// c\n \"h1:492d404bd5e74c28\"\t, \n\n\"zh:23abd3b58d6f25a2\" , \n\n\t\"h1:4604b5b49f7ce348\"\t,] # c\n} \n\n  provider \"h1.example/n/t\"\t{ \n\n\thashes= /* c */ [// c\n \"zh:734ce6fbd3c7594b\" /* c */ , \n\n /* c */ \"zh:45f10571355f63d6\" ,\r\n\t\"zh:560f9efb461c15cd\" ,\n]\r\nversion /* c */ =\"1.4.1\"\t// c\n /* c */ constraints /* c */ =  \"~\u003e 1.0, \u003e= 0.1\"  \r\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.5.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:492d404bd5e74c28",
          "zh:23abd3b58d6f25a2",
          "h1:4604b5b49f7ce348"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.4.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:734ce6fbd3c7594b",
          "zh:45f10571355f63d6",
          "zh:560f9efb461c15cd"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 11 less a character",
    "text": " /* c */ provider \"h0.example/n/t\" { \n\n /* c */ constraints /* c */ =\"~\u003e 1.0, \u003e= 0.1\"  # c\n\tversion /* c */ = /* c */ \"1.5.0\"\t// c\n  hashes = /* c */ [// c\n \"h1:492d404bd5e74c8\"\t, \n\n\"zh:23abd3b58d6f25a2\" , \n\n\t\"h1:4604b5b49f7ce348\"\t,] # c\n} \n\n  provider \"h1.example/n/t\"\t{ \n\n\thashes= /* c */ [// c\n \"zh:734ce6fbd3c7594b\" /* c */ , \n\n /* c */ \"zh:45f10571355f63d6\" ,\r\n\t\"zh:560f9efb461c15cd\" ,\n]\r\nversion /* c */ =\"1.4.1\"\t// c\n /* c */ constraints /* c */ =  \"~\u003e 1.0, \u003e= 0.1\"  \r\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.5.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:492d404bd5e74c8",
          "zh:23abd3b58d6f25a2",
          "h1:4604b5b49f7ce348"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.4.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:734ce6fbd3c7594b",
          "zh:45f10571355f63d6",
          "zh:560f9efb461c15cd"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 12",
    "text": " /* c */ provider \t\"h0.example/n/t\"{// c\n\tversion /* c */ = /* c */ \"1.9.1\" /* c */ \r\n  constraints\t=\"~\u003e 1.0, \u003e= 0.1\" # c\n\thashes  = [ \n\n\t\"zh:7732f9baf4bea938\" /* c */ ,\n] # c\n}\n  provider \t\"h1.example/n/t\"\t{ # c\n /* c */ version  =\"0.3.2\" \n\n\thashes  =\t[ \n\n /* c */ \"zh:5a9ce3790fc21cbe\"  ,\n  \"h1:17fc9bc71cb1db9a\" , # c\n\t\"h1:71e6a7b7d68e026a\" /* c */ ,\n] # c\nconstraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */ \n}\n\tprovider  \"h2.example/n/t\" /* c */ { # c\nhashes =\t[ # c\n \"zh:2e5d9672ad63ebdd\",]\n /* c */ version\t=\t\"2.11.1\" /* c */  # c\n  constraints =\"~\u003e 1.0, \u003e= 0.1\"\t// c\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.9.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:7732f9baf4bea938"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.3.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:5a9ce3790fc21cbe",
          "h1:17fc9bc71cb1db9a",
          "h1:71e6a7b7d68e026a"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "2.11.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:2e5d9672ad63ebdd"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 12 less a character",
    "text": " /* c*/ provider \t\"h0.example/n/t\"{// c\n\tversion /* c */ = /* c */ \"1.9.1\" /* c */ \r\n  constraints\t=\"~\u003e 1.0, \u003e= 0.1\" # c\n\thashes  = [ \n\n\t\"zh:7732f9baf4bea938\" /* c */ ,\n] # c\n}\n  provider \t\"h1.example/n/t\"\t{ # c\n /* c */ version  =\"0.3.2\" \n\n\thashes  =\t[ \n\n /* c */ \"zh:5a9ce3790fc21cbe\"  ,\n  \"h1:17fc9bc71cb1db9a\" , # c\n\t\"h1:71e6a7b7d68e026a\" /* c */ ,\n] # c\nconstraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */ \n}\n\tprovider  \"h2.example/n/t\" /* c */ { # c\nhashes =\t[ # c\n \"zh:2e5d9672ad63ebdd\",]\n /* c */ version\t=\t\"2.11.1\" /* c */  # c\n  constraints =\"~\u003e 1.0, \u003e= 0.1\"\t// c\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.9.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:7732f9baf4bea938"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.3.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:5a9ce3790fc21cbe",
          "h1:17fc9bc71cb1db9a",
          "h1:71e6a7b7d68e026a"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "2.11.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:2e5d9672ad63ebdd"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 13",
    "text": "\tprovider  /* c */ \"h0.example/n/t\"  {// c\n /* c */ version\t= \"0.4.0\"\t\r\n /* c */ constraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\"  # c\nhashes =[// c\n /* c */ \"zh:752371af6b16eec6\" /* c */ ,// c\n  \"h1:62292e0e185d994a\" ,\n\t\"zh:46f662068e69b3f1\" /* c */ ,\n]// c\n}// c\nprovider  \"h1.example/n/t\" { # c\n /* c */ version=\"1.7.2\" \r\n /* c */ hashes =[// c\n \"zh:d00c4c4dae9820e\" /* c */ , \n\n  \"zh:2f343c6c72e5a9f9\" /* c */ ,\r\n /* c */ \"zh:2963dc504ed732cb\" /* c */ ,] \n\nconstraints /* c */ = \"~\u003e 1.0, \u003e= 0.1\" /* c */ \n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.4.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:752371af6b16eec6",
          "h1:62292e0e185d994a",
          "zh:46f662068e69b3f1"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.7.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:d00c4c4dae9820e",
          "zh:2f343c6c72e5a9f9",
          "zh:2963dc504ed732cb"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 13 less a character",
    "text": "\tprovider  /* c */ \"h0.example/n/t\"  {// c\n /* c */ version\t= \"0.4.0\"\t\r\n /* c */ constraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\"  # c\nhashes =[// c\n /* c */ \"zh:752371af6b16eec6\" /* c */ ,// c\n  \"h1:62292e0e185d994a\" ,\n\t\"zh:46f662068e69b3f1\" /* c */ ,\n]// c\n}// c\nprovider  \"h1.example/n/t\" { # c\n /* c*/ version=\"1.7.2\" \r\n /* c */ hashes =[// c\n \"zh:d00c4c4dae9820e\" /* c */ , \n\n  \"zh:2f343c6c72e5a9f9\" /* c */ ,\r\n /* c */ \"zh:2963dc504ed732cb\" /* c */ ,] \n\nconstraints /* c */ = \"~\u003e 1.0, \u003e= 0.1\" /* c */ \n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.4.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:752371af6b16eec6",
          "h1:62292e0e185d994a",
          "zh:46f662068e69b3f1"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.7.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:d00c4c4dae9820e",
          "zh:2f343c6c72e5a9f9",
          "zh:2963dc504ed732cb"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 14",
    "text": " provider   \"h0.example/n/t\"  { # c\nhashes =\t[\n\t\"zh:51dbff0686efcb59\"  ,\r\n /* c */ \"h1:192a6ff7552494a8\"  ] \n\nversion\t=  \"1.1.1\"   \n\n /* c */ constraints=  \"~\u003e 1.0, \u003e= 0.1\" /* c */ \r\n}// c\n  provider   \"h1.example/n/t\"\t{ # c\n  version =\"1.5.1\" /* c */  # c\nconstraints  =\"~\u003e 1.0, \u003e= 0.1\"\r\n\thashes =\t[ # c\n \"h1:23c38958d83478a9\"  ,\r\n /* c */ \"zh:3f7b3cd2a00b533\"  ,\n  \"zh:4496c428a728b49\" /* c */ ]// c\n} # c\n provider   \"h2.example/n/t\"{ \n\n  version\t= /* c */ \"0.6.0\"\n  hashes  =\t[// c\n \"h1:3e30cdd1e320431d\" ,\r\n /* c */ \"zh:236970a55cb48083\"\t,\n] \n\n  constraints\t=\t\"~\u003e 1.0, \u003e= 0.1\"  # c\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.1.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:51dbff0686efcb59",
          "h1:192a6ff7552494a8"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.5.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:23c38958d83478a9",
          "zh:3f7b3cd2a00b533",
          "zh:4496c428a728b49"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "0.6.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:3e30cdd1e320431d",
          "zh:236970a55cb48083"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 14 less a character",
    "text": " provider   \"h0.example/n/t\"  { # c\nhashes =\t[\n\t\"zh:51dbff0686efcb59\"  ,\r\n /* c */ \"h1:192a6ff7552494a8\"  ] \n\nversion\t=  \"1.1.1\"   \n\n /* c */ constraints=  \"~\u003e 1.0, \u003e= 0.1\" /* c */ \r\n}// c\n  provider   \"h1.example/n/t\"\t{ # c\n  version =\"1.5.1\" /* c */  # c\nconstraints  =\"~\u003e 1.0, \u003e= 0.1\"\r\n\thashes =\t[ # c\n \"h1:23c38958d8347a9\"  ,\r\n /* c */ \"zh:3f7b3cd2a00b533\"  ,\n  \"zh:4496c428a728b49\" /* c */ ]// c\n} # c\n provider   \"h2.example/n/t\"{ \n\n  version\t= /* c */ \"0.6.0\"\n  hashes  =\t[// c\n \"h1:3e30cdd1e320431d\" ,\r\n /* c */ \"zh:236970a55cb48083\"\t,\n] \n\n  constraints\t=\t\"~\u003e 1.0, \u003e= 0.1\"  # c\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.1.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:51dbff0686efcb59",
          "h1:192a6ff7552494a8"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.5.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:23c38958d8347a9",
          "zh:3f7b3cd2a00b533",
          "zh:4496c428a728b49"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "0.6.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:3e30cdd1e320431d",
          "zh:236970a55cb48083"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 15",
    "text": "provider   \"h0.example/n/t\" {\r\n version\t=  \"0.11.0\"// c\nhashes = /* c */ [\n  \"zh:57fd0a99dfb399cd\" /* c */ , # c\n  \"zh:69a2489232c28c68\"  ,] \n\n constraints /* c */ =  \"~\u003e 1.0, \u003e= 0.1\"\t\n}\n  provider  /* c */ \"h1.example/n/t\"\t{// c\n /* c */ hashes\t=[ \n\n  \"h1:38231857785bfcc6\"  ,\n  \"zh:6ef14376e67e420d\"\t,\n] \n\n constraints  = \"~\u003e 1.0, \u003e= 0.1\"\t \n\n\tversion /* c */ =\t\"2.6.2\" // c\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.11.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:57fd0a99dfb399cd",
          "zh:69a2489232c28c68"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.6.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:38231857785bfcc6",
          "zh:6ef14376e67e420d"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 15 less a character",
    "text": "provider   \"h0.example/n/t\" {\r\n version\t=  \"0.11.0\"// c\nhashes = /* c */ [\n  \"zh:57fd0a99dfb399c\" /* c */ , # c\n  \"zh:69a2489232c28c68\"  ,] \n\n constraints /* c */ =  \"~\u003e 1.0, \u003e= 0.1\"\t\n}\n  provider  /* c */ \"h1.example/n/t\"\t{// c\n /* c */ hashes\t=[ \n\n  \"h1:38231857785bfcc6\"  ,\n  \"zh:6ef14376e67e420d\"\t,\n] \n\n constraints  = \"~\u003e 1.0, \u003e= 0.1\"\t \n\n\tversion /* c */ =\t\"2.6.2\" // c\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.11.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:57fd0a99dfb399c",
          "zh:69a2489232c28c68"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.6.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:38231857785bfcc6",
          "zh:6ef14376e67e420d"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 16",
    "text": " /* c */ provider  \"h0.example/n/t\"{\r\n  constraints\t=\t\"~\u003e 1.0, \u003e= 0.1\"  # c\n  version= \"1.8.1\" /* c */  # c\n /* c */ hashes = [\r\n\"h1:3f93cb5be0e9e315\"  ,\n]// c\n}\r\n\tprovider \"h1.example/n/t\"{\n /* c */ hashes\t=\t[\n\t\"zh:4ae61a65d51d3fe4\" ,\r\n /* c */ \"zh:5c035e0e30ecbd8b\"  , # c\n \"zh:730897be37c5604d\" ,]\r\n version  =\t\"1.11.2\"\t # c\nconstraints /* c */ =\t\"~\u003e 1.0, \u003e= 0.1\"   # c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.8.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:3f93cb5be0e9e315"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.11.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:4ae61a65d51d3fe4",
          "zh:5c035e0e30ecbd8b",
          "zh:730897be37c5604d"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 16 less a character",
    "text": "/* c */ provider  \"h0.example/n/t\"{\r\n  constraints\t=\t\"~\u003e 1.0, \u003e= 0.1\"  # c\n  version= \"1.8.1\" /* c */  # c\n /* c */ hashes = [\r\n\"h1:3f93cb5be0e9e315\"  ,\n]// c\n}\r\n\tprovider \"h1.example/n/t\"{\n /* c */ hashes\t=\t[\n\t\"zh:4ae61a65d51d3fe4\" ,\r\n /* c */ \"zh:5c035e0e30ecbd8b\"  , # c\n \"zh:730897be37c5604d\" ,]\r\n version  =\t\"1.11.2\"\t # c\nconstraints /* c */ =\t\"~\u003e 1.0, \u003e= 0.1\"   # c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.8.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:3f93cb5be0e9e315"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.11.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:4ae61a65d51d3fe4",
          "zh:5c035e0e30ecbd8b",
          "zh:730897be37c5604d"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 17",
    "text": "  provider   \"h0.example/n/t\" /* c */ { # c\n  version =  \"0.6.2\" // c\n  hashes= /* c */ [// c\n /* c */ \"h1:49b364bec20390ea\" /* c */ , # c\n\t\"h1:34c5d3ca5c480ee1\"  ,] # c\n /* c */ constraints\t=\"~\u003e 1.0, \u003e= 0.1\"\t\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.6.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:49b364bec20390ea",
          "h1:34c5d3ca5c480ee1"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 17 less a character",
    "text": "  provider   \"h0.example/n/t\" /* c */ { # c\n  version =  \"0.6.2\" // c\n  hashes= /* c */ [/ c\n /* c */ \"h1:49b364bec20390ea\" /* c */ , # c\n\t\"h1:34c5d3ca5c480ee1\"  ,] # c\n /* c */ constraints\t=\"~\u003e 1.0, \u003e= 0.1\"\t\n} # c\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "layout 18",
    "text": " /* c */ provider \t\"h0.example/n/t\"{ # c\n /* c */ hashes =[\r\n  \"zh:598b69429389fbc6\" /* c */ ,] \n\n\tversion = \"2.10.2\"  # c\n\tconstraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\"\n}\n provider   \"h1.example/n/t\" {\nhashes= [\r\n\t\"h1:51850c3f7e8682aa\",\n\t\"zh:431f2021e54e03ed\" /* c */ ,\r\n \"zh:159e8777e2eb4abc\",\n] # c\n\tconstraints\t= \"~\u003e 1.0, \u003e= 0.1\"  \n\n version /* c */ =  \"2.7.1\"  // c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.10.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:598b69429389fbc6"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.7.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:51850c3f7e8682aa",
          "zh:431f2021e54e03ed",
          "zh:159e8777e2eb4abc"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 18 less a character",
    "text": " /* c */ provider \t\"h0.example/n/t\"{ # c\n /* c */ hashes =[\r\n  \"zh:598b69429389fbc6\" /* c */ ,] \n\n\tversion = \"2.10.2\"  # c\n\tconstraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\"\n}\n provider   \"h1.example/n/t\" {\nhashes= [\r\n\t\"h1:51850c3f7e8682aa\",\n\t\"zh:431f2021e54e03ed\" /* c */ ,\r\n \"zh:159e8777e2eb4abc\",\n] # c\n\tconstraints\t= \"~\u003e 1.0, \u003e= 0.1\"  \n\n version /* c*/ =  \"2.7.1\"  // c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.10.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:598b69429389fbc6"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.7.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:51850c3f7e8682aa",
          "zh:431f2021e54e03ed",
          "zh:159e8777e2eb4abc"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 19",
    "text": "provider \"h0.example/n/t\" /* c */ { \n\nversion =  \"2.3.0\"\t # c\n\tconstraints\t=\t\"~\u003e 1.0, \u003e= 0.1\" \n /* c */ hashes  = /* c */ [ # c\n\"h1:6928a16b4ca7d59b\"\t, # c\n /* c */ \"h1:372596be9d5002be\"  ]\n} # c\n provider \"h1.example/n/t\"{ \n\nhashes= /* c */ [\r\n\t\"zh:6d28fe4526253c87\" /* c */ ]\n /* c */ constraints=\"~\u003e 1.0, \u003e= 0.1\"   \n\n\tversion=\"2.0.0\" // c\n}// c\nprovider  /* c */ \"h2.example/n/t\"{ \n\nconstraints /* c */ =\"~\u003e 1.0, \u003e= 0.1\"   \n\nhashes /* c */ =[\n  \"h1:2f9029bf4b799fbd\" ,]\r\n  version  = \"2.1.0\" /* c */ // c\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.3.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:6928a16b4ca7d59b",
          "h1:372596be9d5002be"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.0.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:6d28fe4526253c87"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "2.1.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:2f9029bf4b799fbd"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 19 less a character",
    "text": "provider \"h0.example/n/t\" /* c */ { \n\nversion =  \"2.3.0\"\t # c\n\tconstraints\t=\t\"~\u003e 1.0, \u003e= 0.1\" \n /* c */ hashes  = /* c */ [ # c\n\"h1:6928a16b4ca7d59b\"\t, # c\n /* c */ \"h1:372596be9d5002be\"  ]\n} # c\n provider \"h1.example/n/t\"{ \n\nhashes= /* c */ [\r\n\t\"zh:6d28fe4526253c87\" /* c */ ]\n /* c */ constraints=\"~\u003e 1.0, \u003e= 0.1\"   \n\n\tversion=\"2.0.0\" // c\n}// c\nprovider  /* c */ \"h2.example/n/t\"{ \n\nconsraints /* c */ =\"~\u003e 1.0, \u003e= 0.1\"   \n\nhashes /* c */ =[\n  \"h1:2f9029bf4b799fbd\" ,]\r\n  version  = \"2.1.0\" /* c */ // c\n}\n",
    "providers": [],
    "line": 19
  },
  {
    "name": "layout 2",
    "text": "provider  \"h0.example/n/t\"\t{\n /* c */ version\t= \"0.1.0\"  \n\thashes =  [\r\n\"h1:31954667faad236d\" /* c */ ,\n] \n\n  constraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.1.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:31954667faad236d"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 2 less a character",
    "text": "provider  \"h0.example/n/t\"\t{\n /* c */ version\t= \"0.1.0\"  \n\thashes =  [\r\"h1:31954667faad236d\" /* c */ ,\n] \n\n  constraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n}\r\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "layout 20",
    "text": " provider  \"h0.example/n/t\"{\n  version  = \"0.7.1\" /* c */  # c\nhashes\t=\t[\n\t\"h1:78aa75146a2bb385\" ,\r\n  \"h1:3754df451b155512\"  ]\n /* c */ constraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\"   \n\n} # c\n provider \t\"h1.example/n/t\" {\r\n\thashes  = /* c */ [// c\n /* c */ \"h1:4e29efbb4ba7a41f\" /* c */ , # c\n\"h1:28611f2df7634072\" ,\r\n\"h1:2a1a25edff04962e\" /* c */ ,]\r\n\tconstraints= /* c */ \"~\u003e 1.0, \u003e= 0.1\" \n\tversion = /* c */ \"2.5.1\"  # c\n} # c\n /* c */ provider  /* c */ \"h2.example/n/t\"  { \n\nhashes\t=  [\n\"zh:2a8aa72ccba62f4d\"  ,// c\n\"h1:5d60777d24a93f2d\"  ,]\nconstraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */ \r\n /* c */ version\t=\t\"1.5.1\"\t\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.7.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:78aa75146a2bb385",
          "h1:3754df451b155512"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.5.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:4e29efbb4ba7a41f",
          "h1:28611f2df7634072",
          "h1:2a1a25edff04962e"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "1.5.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:2a8aa72ccba62f4d",
          "h1:5d60777d24a93f2d"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 20 less a character",
    "text": " provider  \"h0.example/n/t\"{\n  version  = \"0.7.1\" /* c */  # c\nhahes\t=\t[\n\t\"h1:78aa75146a2bb385\" ,\r\n  \"h1:3754df451b155512\"  ]\n /* c */ constraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\"   \n\n} # c\n provider \t\"h1.example/n/t\" {\r\n\thashes  = /* c */ [// c\n /* c */ \"h1:4e29efbb4ba7a41f\" /* c */ , # c\n\"h1:28611f2df7634072\" ,\r\n\"h1:2a1a25edff04962e\" /* c */ ,]\r\n\tconstraints= /* c */ \"~\u003e 1.0, \u003e= 0.1\" \n\tversion = /* c */ \"2.5.1\"  # c\n} # c\n /* c */ provider  /* c */ \"h2.example/n/t\"  { \n\nhashes\t=  [\n\"zh:2a8aa72ccba62f4d\"  ,// c\n\"h1:5d60777d24a93f2d\"  ,]\nconstraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */ \r\n /* c */ version\t=\t\"1.5.1\"\t\n}\r\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "layout 21",
    "text": "  provider \"h0.example/n/t\"\t{// c\n  hashes  =[\n\"zh:395a347b1c3c5b0d\" /* c */ , \n\n\"zh:f64fea1ddd3e8a\"  ,\r\n  \"zh:52649a0e53966d24\"  ,]\r\n\tconstraints /* c */ =  \"~\u003e 1.0, \u003e= 0.1\"\r\n version = \"2.11.0\" // c\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.11.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:395a347b1c3c5b0d",
          "zh:f64fea1ddd3e8a",
          "zh:52649a0e53966d24"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 21 less a character",
    "text": "  provider \"h.example/n/t\"\t{// c\n  hashes  =[\n\"zh:395a347b1c3c5b0d\" /* c */ , \n\n\"zh:f64fea1ddd3e8a\"  ,\r\n  \"zh:52649a0e53966d24\"  ,]\r\n\tconstraints /* c */ =  \"~\u003e 1.0, \u003e= 0.1\"\r\n version = \"2.11.0\" // c\n} # c\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "2.11.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:395a347b1c3c5b0d",
          "zh:f64fea1ddd3e8a",
          "zh:52649a0e53966d24"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 22",
    "text": "  provider   \"h0.example/n/t\"  {\r\n /* c */ version =  \"1.6.2\"\r\n /* c */ constraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\" # c\n /* c */ hashes = /* c */ [ \n\n  \"h1:4c4d0f277cc9971c\"  , \n\n\"h1:7f9b20f2d78493b2\", \n\n\"zh:334aa306e73cc32e\" ]\n}// c\n /* c */ provider  \"h1.example/n/t\" /* c */ { # c\n  constraints  =  \"~\u003e 1.0, \u003e= 0.1\" \n\n  hashes=[\n /* c */ \"h1:d43d5c405c8e712\" /* c */ ,// c\n \"zh:2c275b64d31de002\"\t, # c\n  \"zh:2b59cc1709457fa4\"\t,\n] # c\n /* c */ version\t= /* c */ \"1.1.2\"// c\n}// c\nprovider  /* c */ \"h2.example/n/t\" /* c */ {\r\n version  =  \"0.10.1\"   \n\n  hashes= [ \n\n \"zh:653af2d262f9fee\", \n\n  \"zh:616a025466ed0ff1\" /* c */ ]\nconstraints\t= \"~\u003e 1.0, \u003e= 0.1\" /* c */  # c\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.6.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:4c4d0f277cc9971c",
          "h1:7f9b20f2d78493b2",
          "zh:334aa306e73cc32e"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.1.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:d43d5c405c8e712",
          "zh:2c275b64d31de002",
          "zh:2b59cc1709457fa4"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "0.10.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:653af2d262f9fee",
          "zh:616a025466ed0ff1"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 22 less a character",
    "text": "  provider   \"h0.example/n/t\"  {\r\n /* c */ version =  \"1.6.2\"\r\n /* c */ constraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\" # c\n /* c */ hashes = /* c */ [ \n\n \"h1:4c4d0f277cc9971c\"  , \n\n\"h1:7f9b20f2d78493b2\", \n\n\"zh:334aa306e73cc32e\" ]\n}// c\n /* c */ provider  \"h1.example/n/t\" /* c */ { # c\n  constraints  =  \"~\u003e 1.0, \u003e= 0.1\" \n\n  hashes=[\n /* c */ \"h1:d43d5c405c8e712\" /* c */ ,// c\n \"zh:2c275b64d31de002\"\t, # c\n  \"zh:2b59cc1709457fa4\"\t,\n] # c\n /* c */ version\t= /* c */ \"1.1.2\"// c\n}// c\nprovider  /* c */ \"h2.example/n/t\" /* c */ {\r\n version  =  \"0.10.1\"   \n\n  hashes= [ \n\n \"zh:653af2d262f9fee\", \n\n  \"zh:616a025466ed0ff1\" /* c */ ]\nconstraints\t= \"~\u003e 1.0, \u003e= 0.1\" /* c */  # c\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.6.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:4c4d0f277cc9971c",
          "h1:7f9b20f2d78493b2",
          "zh:334aa306e73cc32e"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.1.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:d43d5c405c8e712",
          "zh:2c275b64d31de002",
          "zh:2b59cc1709457fa4"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "0.10.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:653af2d262f9fee",
          "zh:616a025466ed0ff1"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 23",
    "text": "  provider \t\"h0.example/n/t\"  {// c\n constraints= /* c */ \"~\u003e 1.0, \u003e= 0.1\" \nhashes  = [// c\n \"zh:68842962319a81a\",\n /* c */ \"h1:743dbad870cee6db\" /* c */ ,\n /* c */ \"zh:5cb123ded1ea5b1e\" ,] \n\n /* c */ version  = /* c */ \"1.2.2\" /* c */  # c\n}// c\n\tprovider  \"h1.example/n/t\"  { # c\nconstraints /* c */ = /* c */ \"~\u003e 1.0, \u003e= 0.1\"  # c\n /* c */ hashes /* c */ =[\r\n \"zh:1bd70cddac843127\"  , \n\n\"h1:d204520d8131df3\"  ,\n \"zh:4f3f208cc10dd8ba\"]\n\tversion /* c */ =\"0.6.1\" /* c */ // c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.2.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:68842962319a81a",
          "h1:743dbad870cee6db",
          "zh:5cb123ded1ea5b1e"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.6.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:1bd70cddac843127",
          "h1:d204520d8131df3",
          "zh:4f3f208cc10dd8ba"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 23 less a character",
    "text": "  provider \t\"h0.example/n/t\"  {// c\n constraints= /* c */ \"~\u003e 1.0, \u003e= 0.1\" \nhashes  = [// c\n \"zh:68842962319a81a\",\n /* c */ \"h1:743dbad870cee6db\" /* c */ ,\n /* c */ \"zh:5cb123ded1ea5b1e\" ,] \n\n /* c */ version  = /* c */ \"1.2.2\" /* c */ # c\n}// c\n\tprovider  \"h1.example/n/t\"  { # c\nconstraints /* c */ = /* c */ \"~\u003e 1.0, \u003e= 0.1\"  # c\n /* c */ hashes /* c */ =[\r\n \"zh:1bd70cddac843127\"  , \n\n\"h1:d204520d8131df3\"  ,\n \"zh:4f3f208cc10dd8ba\"]\n\tversion /* c */ =\"0.6.1\" /* c */ // c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.2.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:68842962319a81a",
          "h1:743dbad870cee6db",
          "zh:5cb123ded1ea5b1e"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.6.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:1bd70cddac843127",
          "h1:d204520d8131df3",
          "zh:4f3f208cc10dd8ba"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 24",
    "text": "\tprovider \"h0.example/n/t\" {\r\n hashes  = [ # c\n\t\"zh:4b289c4df310d5e5\"] \n\n /* c */ version =\"0.6.1\"\n /* c */ constraints  =\t\"~\u003e 1.0, \u003e= 0.1\"  // c\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.6.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:4b289c4df310d5e5"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 24 less a character",
    "text": "\tprovider \"h0.example/n/t\" {\r\n hashes  = [# c\n\t\"zh:4b289c4df310d5e5\"] \n\n /* c */ version =\"0.6.1\"\n /* c */ constraints  =\t\"~\u003e 1.0, \u003e= 0.1\"  // c\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.6.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:4b289c4df310d5e5"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 25",
    "text": "\tprovider  \"h0.example/n/t\"  {// c\n  hashes=  [// c\n\t\"zh:43c8a1fff4e25697\"\t, # c\n\"h1:644998ddfc5eb14c\"  ,// c\n /* c */ \"zh:65fd00842d364020\"]// c\n  constraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\" # c\n  version\t=\"0.0.1\" /* c */  \n\n}\n\tprovider   \"h1.example/n/t\"  {// c\n\tconstraints  = \"~\u003e 1.0, \u003e= 0.1\"   \n\n version\t=\t\"2.10.2\" \r\n\thashes\t=  [\r\n  \"h1:30756cdd37c72ac2\",// c\n\"zh:6bf5cbd4866e6441\"  ]\r\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.0.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:43c8a1fff4e25697",
          "h1:644998ddfc5eb14c",
          "zh:65fd00842d364020"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.10.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:30756cdd37c72ac2",
          "zh:6bf5cbd4866e6441"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 25 less a character",
    "text": "\tprovider  \"h0.example/n/t\"  {// c\n  hashes=  [// c\n\t\"zh:43c8a1fff4e25697\"\t, # c\n\"h1:644998ddfc5eb14c\"  ,// c\n /* c */ \"zh:65fd00842d364020\"]// c\n  constraints = /* c */ \"~\u003e 1.0, \u003e= 0.1\" # c\n  version\t=\"0.0.1\" /* c */  \n\n}\n\tprovider   \"h1.example/n/t\"  {// c\n\tconstrains  = \"~\u003e 1.0, \u003e= 0.1\"   \n\n version\t=\t\"2.10.2\" \r\n\thashes\t=  [\r\n  \"h1:30756cdd37c72ac2\",// c\n\"zh:6bf5cbd4866e6441\"  ]\r\n} \n\n",
    "providers": [],
    "line": 11
  },
  {
    "name": "layout 26",
    "text": " provider \"h0.example/n/t\"{\n  hashes\t= [\r\n  \"zh:49517ee54468301\"  ,\r\n /* c */ \"h1:64d8fb4c583a172e\" ,\r\n /* c */ \"zh:7e1f3b3dccd98f94\"\t,]\r\n constraints =  \"~\u003e 1.0, \u003e= 0.1\" // c\n\tversion  = /* c */ \"2.11.2\"\t\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.11.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:49517ee54468301",
          "h1:64d8fb4c583a172e",
          "zh:7e1f3b3dccd98f94"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 26 less a character",
    "text": " provider \"h0.example/n/t\"{\n  hashes\t= [\r\n  \"zh:49517ee54468301\"  ,\r\n /* c */ \"h1:64d8fb4c583a172e\" ,\r\n /* c */ \"zh:7e1f3b3dccd98f94\"\t,]\r\n costraints =  \"~\u003e 1.0, \u003e= 0.1\" // c\n\tversion  = /* c */ \"2.11.2\"\t\n} # c\n",
    "providers": [],
    "line": 6
  },
  {
    "name": "layout 27",
    "text": " provider   \"h0.example/n/t\"  {\n  hashes= /* c */ [ \n\n \"h1:1600ff84e15f8024\",// c\n  \"h1:1a828aa8be96b7eb\" ,]// c\n version /* c */ =\"0.7.0\"\n constraints=\"~\u003e 1.0, \u003e= 0.1\" \n}\r\n provider  /* c */ \"h1.example/n/t\"{\n  hashes =  [ # c\n /* c */ \"h1:1137c921242c1b19\" ]\r\nconstraints  =\"~\u003e 1.0, \u003e= 0.1\" \n\tversion =\t\"0.9.0\"\t\n}// c\n /* c */ provider  \"h2.example/n/t\" /* c */ { \n\nconstraints /* c */ = /* c */ \"~\u003e 1.0, \u003e= 0.1\"  \r\n /* c */ hashes  =[ # c\n\"h1:61e8c20c8ee99ecf\"  ,\r\n /* c */ \"zh:7318c66c650266d1\"  ,\n]\r\nversion\t=\t\"1.10.2\"  // c\n}// c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.7.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:1600ff84e15f8024",
          "h1:1a828aa8be96b7eb"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.9.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:1137c921242c1b19"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "1.10.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:61e8c20c8ee99ecf",
          "zh:7318c66c650266d1"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 27 less a character",
    "text": " provider   \"h0.example/n/t\"  {\n  hashes= /* c */ [ \n\n \"h1:1600ff84e15f8024\",// c\n  \"h1:1a828aa8be96b7eb\" ,]// c\n version /* c */ =\"0.7.0\"\n constraints=\"~\u003e 1.0, \u003e= 0.1\" \n}\r\n provider  /* c */ \"h1.example/n/t\"{\n  hashes =  [ # c\n /* c */ \"h1:1137c921242c1b19\" ]\r\nconstraints  =\"~\u003e 1.0, \u003e= 0.1\"\n\tversion =\t\"0.9.0\"\t\n}// c\n /* c */ provider  \"h2.example/n/t\" /* c */ { \n\nconstraints /* c */ = /* c */ \"~\u003e 1.0, \u003e= 0.1\"  \r\n /* c */ hashes  =[ # c\n\"h1:61e8c20c8ee99ecf\"  ,\r\n /* c */ \"zh:7318c66c650266d1\"  ,\n]\r\nversion\t=\t\"1.10.2\"  // c\n}// c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.7.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:1600ff84e15f8024",
          "h1:1a828aa8be96b7eb"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.9.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:1137c921242c1b19"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "1.10.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:61e8c20c8ee99ecf",
          "zh:7318c66c650266d1"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 28",
    "text": "  provider  \"h0.example/n/t\" { \n\nhashes  =[ \n\n\t\"zh:26c5d5c489951b96\"\t,]\r\n version  =\"0.3.1\"\t # c\nconstraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\"   \n\n}// c\n\tprovider  /* c */ \"h1.example/n/t\" {\n  version\t=\"2.10.0\"  \r\n\tconstraints = \"~\u003e 1.0, \u003e= 0.1\"// c\n hashes =\t[\n\"h1:2254fb9a321baa7\" /* c */ , \n\n \"h1:7f5475acf36db6a0\" /* c */ , \n\n  \"h1:44632dd70943f1e1\"  ,\n] \n\n} \n\n provider   \"h2.example/n/t\" /* c */ {\n  hashes  =  [ # c\n \"h1:39da1a7b8c042d76\" /* c */ , \n\n \"h1:468bdfead2a50030\"  ,]// c\n version\t=\t\"1.5.0\"\t\n constraints=  \"~\u003e 1.0, \u003e= 0.1\"\t \n\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.3.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:26c5d5c489951b96"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.10.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:2254fb9a321baa7",
          "h1:7f5475acf36db6a0",
          "h1:44632dd70943f1e1"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "1.5.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:39da1a7b8c042d76",
          "h1:468bdfead2a50030"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 28 less a character",
    "text": "  provider  \"h0.example/n/t\" { \n\nhashes  =[ \n\n\t\"zh:26c5d5c489951b96\"\t,]\r\n version  =\"0.3.1\"\t # c\nconstraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\"   \n\n}// c\n\tprovider  /* c */ \"h1.example/n/t\" {\n  version\t=\"2.10.0\"  \r\n\tconstraints = \"~\u003e 1.0, \u003e= 0.1\"// c\n hashes =\t[\n\"h1:2254fb9a321baa7\" /* c */ , \n\n \"h1:7f5475acf36db6a0\" /* c */ , \n\n  \"h1:4632dd70943f1e1\"  ,\n] \n\n} \n\n provider   \"h2.example/n/t\" /* c */ {\n  hashes  =  [ # c\n \"h1:39da1a7b8c042d76\" /* c */ , \n\n \"h1:468bdfead2a50030\"  ,]// c\n version\t=\t\"1.5.0\"\t\n constraints=  \"~\u003e 1.0, \u003e= 0.1\"\t \n\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.3.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:26c5d5c489951b96"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.10.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:2254fb9a321baa7",
          "h1:7f5475acf36db6a0",
          "h1:4632dd70943f1e1"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "1.5.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:39da1a7b8c042d76",
          "h1:468bdfead2a50030"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 29",
    "text": " provider  /* c */ \"h0.example/n/t\"\t{\r\n  version  = /* c */ \"1.2.0\"   \n\n /* c */ constraints\t=  \"~\u003e 1.0, \u003e= 0.1\" \n  hashes /* c */ =  [ \n\n \"zh:5f7a6351a0976528\"  , # c\n  \"h1:1d4316be6f0b82d0\" /* c */ ]\r\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.2.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:5f7a6351a0976528",
          "h1:1d4316be6f0b82d0"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 29 less a character",
    "text": " provider  /* c */ \"h0.example/n/t\"\t{\r\n  version  = /* c */ \"1.2.0\"   \n\n /* c */ constraints\t=  \"~\u003e 1.0, \u003e= 0.1\" \n  hashes /*  */ =  [ \n\n \"zh:5f7a6351a0976528\"  , # c\n  \"h1:1d4316be6f0b82d0\" /* c */ ]\r\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.2.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:5f7a6351a0976528",
          "h1:1d4316be6f0b82d0"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 3",
    "text": "  provider  /* c */ \"h0.example/n/t\"  { \n\n hashes  = /* c */ [\n\t\"zh:3c3779389b3e943b\",]// c\nversion= \"1.2.1\" /* c */ \r\n  constraints = \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n} # c\n provider \"h1.example/n/t\" { # c\n\tconstraints  =\t\"~\u003e 1.0, \u003e= 0.1\"\r\n\tversion =\t\"2.6.1\" /* c */ \n  hashes /* c */ = /* c */ [ \n\n\t\"zh:6834ff8fd520f617\"  ,\r\n /* c */ \"zh:143a2a66e5dac450\",] # c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.2.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:3c3779389b3e943b"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.6.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:6834ff8fd520f617",
          "zh:143a2a66e5dac450"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 3 less a character",
    "text": "  provider  /* c */ \"h0.example/n/t\"  { \n\n hashes  = /* c */ [\n\t\"zh:3c3779389b3e943b\",]// c\nversion= \"1.2.1\" /* c */ \r\n  constraints = \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n}# c\n provider \"h1.example/n/t\" { # c\n\tconstraints  =\t\"~\u003e 1.0, \u003e= 0.1\"\r\n\tversion =\t\"2.6.1\" /* c */ \n  hashes /* c */ = /* c */ [ \n\n\t\"zh:6834ff8fd520f617\"  ,\r\n /* c */ \"zh:143a2a66e5dac450\",] # c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.2.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:3c3779389b3e943b"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.6.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:6834ff8fd520f617",
          "zh:143a2a66e5dac450"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 30",
    "text": " /* c */ provider   \"h0.example/n/t\"{ # c\n constraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\"  // c\n hashes= /* c */ [\r\n /* c */ \"h1:2a978fd3d6fd81dc\" , \n\n /* c */ \"zh:69e32a647a499273\"\t,]// c\n version =\"2.8.1\" // c\n}\r\n\tprovider \"h1.example/n/t\"{ \n\n /* c */ version=\t\"0.9.0\"   # c\n\tconstraints\t=\"~\u003e 1.0, \u003e= 0.1\"\t \n\n /* c */ hashes\t= /* c */ [\r\n\t\"h1:263ffdd8d49490f\" , \n\n  \"h1:2c68d84858096d1f\"\t,\r\n /* c */ \"zh:4dd208cf9d335a6d\" ,\n]\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.8.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:2a978fd3d6fd81dc",
          "zh:69e32a647a499273"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.9.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:263ffdd8d49490f",
          "h1:2c68d84858096d1f",
          "zh:4dd208cf9d335a6d"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 30 less a character",
    "text": " /* c */ provider   \"h0.example/n/t\"{ # c\n constraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\"  // c\n hashes= /* c */ [\r\n /* c */ \"h1:2a978fd3d6fd81dc\" , \n\n /* c */ \"zh:69e32a647a499273\"\t,]// c\n version =\"2.8.1\" // c\n}\r\n\tprovider \"h1.example/n/t\"{ \n\n /* c */ version=\t\"0.9.0\"   # c\n\tconstraints\t=\"~\u003e 1.0, \u003e= 0.1\"\t \n\n /* c */ hashes\t= /* c */ [\r\n\t\"h1:263ffdd8d49490f\" , \n\n  \"h1:2c68d84858096d1f\"\t,\r\n /* c */ \"zh:4dd208cf9d335a6d\" ,\n]\n}# c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.8.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:2a978fd3d6fd81dc",
          "zh:69e32a647a499273"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.9.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:263ffdd8d49490f",
          "h1:2c68d84858096d1f",
          "zh:4dd208cf9d335a6d"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 31",
    "text": " provider  /* c */ \"h0.example/n/t\"\t{\r\n hashes=[\n \"zh:654677d7dcc46a26\" /* c */ , # c\n  \"h1:5469521f44a11d54\" ,]// c\n  constraints /* c */ = /* c */ \"~\u003e 1.0, \u003e= 0.1\"\n /* c */ version\t=\t\"2.3.1\"  \n\n} \n\n\tprovider  /* c */ \"h1.example/n/t\" {\n version\t=  \"0.4.2\"  \n /* c */ hashes\t= /* c */ [\r\n \"h1:6a01202ad00b0f29\" /* c */ ,\n /* c */ \"zh:1e34364c0e33a27b\"  ] \n\nconstraints\t=\t\"~\u003e 1.0, \u003e= 0.1\" \r\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.3.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:654677d7dcc46a26",
          "h1:5469521f44a11d54"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.4.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:6a01202ad00b0f29",
          "zh:1e34364c0e33a27b"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 31 less a character",
    "text": " provider  /* c */ \"h0.example/n/t\"\t{\r\n hashes=[\n \"zh:654677d7dcc46a26\" /* c */ , # c\n  \"h1:5469521f44a11d54\" ,]// c\n  constraints /* c */ = /* c */ \"~\u003e 1.0, \u003e= 0.1\"\n /* c */ version\t=\t\"2.3.1\"  \n\n} \n\n\tprovider  /* c */ \"h1.example/n/t\" {\n vrsion\t=  \"0.4.2\"  \n /* c */ hashes\t= /* c */ [\r\n \"h1:6a01202ad00b0f29\" /* c */ ,\n /* c */ \"zh:1e34364c0e33a27b\"  ] \n\nconstraints\t=\t\"~\u003e 1.0, \u003e= 0.1\" \r\n}\r\n",
    "providers": [],
    "line": 10
  },
  {
    "name": "layout 32",
    "text": " /* c */ provider  \"h0.example/n/t\"\t{ \n\n constraints\t=\"~\u003e 1.0, \u003e= 0.1\" \n  hashes  =[// c\n \"zh:7db8c1fd436c53ea\" , # c\n /* c */ \"zh:167289d47186b18f\"  ,\r\n /* c */ \"zh:25f4e40039fe3f0e\",\n]// c\n  version /* c */ = /* c */ \"2.0.2\"  # c\n}\n provider  /* c */ \"h1.example/n/t\" {// c\n /* c */ constraints /* c */ =\"~\u003e 1.0, \u003e= 0.1\" # c\nhashes=  [\n\"h1:4ac0705bc99d2493\" /* c */ ,\n  \"zh:72ba33ef0c915a20\"\t,] # c\n  version /* c */ =  \"2.8.1\"  # c\n}// c\n /* c */ provider   \"h2.example/n/t\"\t{ # c\nhashes =[ \n\n\"zh:3b9a712cf9e672ad\",// c\n\"zh:6bb96ba990f2cbe7\" /* c */ , \n\n\"h1:34b75eeeedfc7df7\" ,\n]\n /* c */ version =\t\"0.11.1\"  \n\nconstraints /* c */ =\t\"~\u003e 1.0, \u003e= 0.1\" \r\n}// c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.0.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:7db8c1fd436c53ea",
          "zh:167289d47186b18f",
          "zh:25f4e40039fe3f0e"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.8.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:4ac0705bc99d2493",
          "zh:72ba33ef0c915a20"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "0.11.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:3b9a712cf9e672ad",
          "zh:6bb96ba990f2cbe7",
          "h1:34b75eeeedfc7df7"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 32 less a character",
    "text": " * c */ provider  \"h0.example/n/t\"\t{ \n\n constraints\t=\"~\u003e 1.0, \u003e= 0.1\" \n  hashes  =[// c\n \"zh:7db8c1fd436c53ea\" , # c\n /* c */ \"zh:167289d47186b18f\"  ,\r\n /* c */ \"zh:25f4e40039fe3f0e\",\n]// c\n  version /* c */ = /* c */ \"2.0.2\"  # c\n}\n provider  /* c */ \"h1.example/n/t\" {// c\n /* c */ constraints /* c */ =\"~\u003e 1.0, \u003e= 0.1\" # c\nhashes=  [\n\"h1:4ac0705bc99d2493\" /* c */ ,\n  \"zh:72ba33ef0c915a20\"\t,] # c\n  version /* c */ =  \"2.8.1\"  # c\n}// c\n /* c */ provider   \"h2.example/n/t\"\t{ # c\nhashes =[ \n\n\"zh:3b9a712cf9e672ad\",// c\n\"zh:6bb96ba990f2cbe7\" /* c */ , \n\n\"h1:34b75eeeedfc7df7\" ,\n]\n /* c */ version =\t\"0.11.1\"  \n\nconstraints /* c */ =\t\"~\u003e 1.0, \u003e= 0.1\" \r\n}// c\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "layout 33",
    "text": " /* c */ provider \t\"h0.example/n/t\"  {\r\n  version = \"1.10.1\"// c\n  constraints=  \"~\u003e 1.0, \u003e= 0.1\" /* c */ \n\thashes= [\r\n\t\"zh:5b0cfcb10ec4ac9e\"\t,\n]\r\n}\nprovider \"h1.example/n/t\" /* c */ {\n\tversion  = /* c */ \"0.6.2\"  // c\n /* c */ constraints  =\"~\u003e 1.0, \u003e= 0.1\"\t\n  hashes  = /* c */ [\r\n  \"zh:75e1aa1cd4f6377e\"\t,\n  \"zh:dceffec62c0ebb3\"  ]\r\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.10.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:5b0cfcb10ec4ac9e"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.6.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:75e1aa1cd4f6377e",
          "zh:dceffec62c0ebb3"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 33 less a character",
    "text": " /* c */ provider \t\"h0.example/n/t\"  {\r\n  version = \"1.10.1\"// c\n  constraints=  \"~\u003e 1.0, \u003e= 0.1\" /* c */ \n\thshes= [\r\n\t\"zh:5b0cfcb10ec4ac9e\"\t,\n]\r\n}\nprovider \"h1.example/n/t\" /* c */ {\n\tversion  = /* c */ \"0.6.2\"  // c\n /* c */ constraints  =\"~\u003e 1.0, \u003e= 0.1\"\t\n  hashes  = /* c */ [\r\n  \"zh:75e1aa1cd4f6377e\"\t,\n  \"zh:dceffec62c0ebb3\"  ]\r\n}\n",
    "providers": [],
    "line": 4
  },
  {
    "name": "layout 34",
    "text": "  provider   \"h0.example/n/t\"  {\r\n  constraints\t= \"~\u003e 1.0, \u003e= 0.1\"   \n\n /* c */ version =  \"2.6.2\" // c\nhashes =  [// c\n /* c */ \"zh:7b3b20eb96497b64\" /* c */ , \n\n  \"zh:7d59968f08b06c3a\",\n] # c\n}// c\n provider \"h1.example/n/t\"  {// c\n version /* c */ =\"1.10.2\"  // c\n\tconstraints =  \"~\u003e 1.0, \u003e= 0.1\"\t \n\n\thashes  =[\r\n /* c */ \"h1:3e9344413d93e255\" /* c */ ,// c\n /* c */ \"h1:35264a26279d03a1\"  ,// c\n\"h1:2f77b33f19bc1521\"\t,\n]\r\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.6.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:7b3b20eb96497b64",
          "zh:7d59968f08b06c3a"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.10.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:3e9344413d93e255",
          "h1:35264a26279d03a1",
          "h1:2f77b33f19bc1521"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 34 less a character",
    "text": "  provider   h0.example/n/t\"  {\r\n  constraints\t= \"~\u003e 1.0, \u003e= 0.1\"   \n\n /* c */ version =  \"2.6.2\" // c\nhashes =  [// c\n /* c */ \"zh:7b3b20eb96497b64\" /* c */ , \n\n  \"zh:7d59968f08b06c3a\",\n] # c\n}// c\n provider \"h1.example/n/t\"  {// c\n version /* c */ =\"1.10.2\"  // c\n\tconstraints =  \"~\u003e 1.0, \u003e= 0.1\"\t \n\n\thashes  =[\r\n /* c */ \"h1:3e9344413d93e255\" /* c */ ,// c\n /* c */ \"h1:35264a26279d03a1\"  ,// c\n\"h1:2f77b33f19bc1521\"\t,\n]\r\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "layout 35",
    "text": " /* c */ provider \"h0.example/n/t\" { \n\n /* c */ version=  \"1.7.2\"  \r\n /* c */ hashes\t=  [// c\n /* c */ \"zh:192834aace33fb91\"  ,\r\n\"zh:70d18869a86ebabb\",]\n /* c */ constraints =\t\"~\u003e 1.0, \u003e= 0.1\"  // c\n} # c\n /* c */ provider   \"h1.example/n/t\"\t{\r\nconstraints =  \"~\u003e 1.0, \u003e= 0.1\" \n\n hashes= /* c */ [\r\n /* c */ \"zh:65f9bd7e31aba47e\" ,\n]\r\n /* c */ version /* c */ =\"0.0.1\"   # c\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.7.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:192834aace33fb91",
          "zh:70d18869a86ebabb"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.0.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:65f9bd7e31aba47e"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 35 less a character",
    "text": " /* c */ provider \"h0.example/n/t\" { \n\n /* c */ version=  \"1.7.2\"  \r\n /* c */ hashes\t=  [// c\n /* c */ \"zh:192834aace33fb91\"  ,\r\n\"z:70d18869a86ebabb\",]\n /* c */ constraints =\t\"~\u003e 1.0, \u003e= 0.1\"  // c\n} # c\n /* c */ provider   \"h1.example/n/t\"\t{\r\nconstraints =  \"~\u003e 1.0, \u003e= 0.1\" \n\n hashes= /* c */ [\r\n /* c */ \"zh:65f9bd7e31aba47e\" ,\n]\r\n /* c */ version /* c */ =\"0.0.1\"   # c\n} # c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.7.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:192834aace33fb91",
          "z:70d18869a86ebabb"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.0.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:65f9bd7e31aba47e"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 36",
    "text": " /* c */ provider  /* c */ \"h0.example/n/t\"{\r\n hashes =\t[ # c\n  \"h1:716b2f24fe4a4b41\", \n\n  \"zh:2fc7b2e3a91a479a\"\t,\n] # c\n /* c */ version /* c */ = /* c */ \"0.2.2\"// c\n constraints  =\t\"~\u003e 1.0, \u003e= 0.1\"   # c\n} \n\n  provider  /* c */ \"h1.example/n/t\"{// c\nversion\t= \"2.9.1\"  // c\n constraints /* c */ = \"~\u003e 1.0, \u003e= 0.1\"  # c\n /* c */ hashes  =  [// c\n  \"h1:778a9f6136ea3bc5\"\t,\n\"zh:69e2f7266daf564a\" ,\n]\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.2.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:716b2f24fe4a4b41",
          "zh:2fc7b2e3a91a479a"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "2.9.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:778a9f6136ea3bc5",
          "zh:69e2f7266daf564a"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 36 less a character",
    "text": " /* c */ provider  /* c */ \"h0.example/n/t\"{\r\n hashes =\t[ # c\n  \"h1:716b2f24fe4a4b41\", \n\n  \"zh:2fc7b2e3a91a479a\"\t,\n] # c\n /* c */ version /* c */ = /* c */ \"0.2.2\"// c\n constraints  =\t\"~\u003e 1.0, \u003e= 0.1\"   # c\n} \n\n  provider  /* c */ \"1.example/n/t\"{// c\nversion\t= \"2.9.1\"  // c\n constraints /* c */ = \"~\u003e 1.0, \u003e= 0.1\"  # c\n /* c */ hashes  =  [// c\n  \"h1:778a9f6136ea3bc5\"\t,\n\"zh:69e2f7266daf564a\" ,\n]\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.2.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:716b2f24fe4a4b41",
          "zh:2fc7b2e3a91a479a"
        ]
      },
      {
        "address": "1.example/n/t",
        "version": "2.9.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:778a9f6136ea3bc5",
          "zh:69e2f7266daf564a"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 37",
    "text": "\tprovider  \"h0.example/n/t\"\t{\r\n  version\t=\t\"2.3.2\" /* c */  # c\n  hashes /* c */ = [\n \"h1:7fb092c19848059d\" , \n\n /* c */ \"h1:3902c14483157a43\", \n\n \"h1:71c4433b5fe3421\" ,] \n\nconstraints\t=  \"~\u003e 1.0, \u003e= 0.1\"  \n}\n\tprovider   \"h1.example/n/t\" { \n\n\tconstraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n /* c */ version  =\t\"1.4.1\" \r\n  hashes  = [// c\n  \"zh:229936ce769c68eb\"  , \n\n \"zh:64f8d0f195e6a783\"] # c\n}\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.3.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:7fb092c19848059d",
          "h1:3902c14483157a43",
          "h1:71c4433b5fe3421"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.4.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:229936ce769c68eb",
          "zh:64f8d0f195e6a783"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 37 less a character",
    "text": "\tprovider  \"h0.example/n/t\"\t{\r\n  version\t=\t\"2.3.2\" /* c */  # c\n  hashes /* c */ = [\n \"h1:7fb092c19848059d\" , \n\n /* c */ \"h1:3902c14483157a43\", \n\n \"h1:71c4433b5fe3421\" ,] \n\nconstraints\t=  \"~\u003e 1.0, \u003e= 0.1\"  \n}\n\tprovider   \"h1.example/n/t\" { \n\n\tconstraints  = /* c */ \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n /* c */ version  =\t\"1.4.1\" \r\n  hshes  = [// c\n  \"zh:229936ce769c68eb\"  , \n\n \"zh:64f8d0f195e6a783\"] # c\n}\n",
    "providers": [],
    "line": 17
  },
  {
    "name": "layout 38",
    "text": " provider   \"h0.example/n/t\" /* c */ { \n\nconstraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\"\t \n\n hashes=  [ \n\n\"h1:5b26c8425b72dd48\" /* c */ , \n\n /* c */ \"zh:19f87edd3b35df21\"  , # c\n \"h1:5b52f2e776b8489b\",]\r\n version /* c */ =  \"0.1.1\"  \n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.1.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:5b26c8425b72dd48",
          "zh:19f87edd3b35df21",
          "h1:5b52f2e776b8489b"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 38 less a character",
    "text": " provider   \"h0.example/n/t\" /* c */ { \n\nconstraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\"\t \n\n hashes=  [ \n\n\"h1:5b26c8425b72dd48\" /* c */ , \n\n /* c */ \"zh:19f87edd3b35df21\"  , # c\n \"h1:5b52f2e776b8489b\",]\r\n version /* c */ =  \"01.1\"  \n}\r\n",
    "providers": [],
    "line": 11
  },
  {
    "name": "layout 39",
    "text": "provider   \"h0.example/n/t\"\t{ \n\n  constraints = \"~\u003e 1.0, \u003e= 0.1\"\t \n\nhashes= [\r\n \"zh:19f03ae8fab2df24\"\t,\n \"h1:1774b163d79f8687\",]// c\n\tversion = /* c */ \"0.4.2\" \r\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.4.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:19f03ae8fab2df24",
          "h1:1774b163d79f8687"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 39 less a character",
    "text": "provider   \"h0.example/n/t\"\t{ \n\n  constraints = \"~\u003e 1.0, \u003e= 0.1\"\t \n\nhashes= [\r\n \"zh:19f03ae8fab2df24\"\t,\n \"h1:1774b163d79f8687\",]// c\n\tversion = /* c */ \"0.4.2\" \r}\r\n",
    "providers": [],
    "line": 8
  },
  {
    "name": "layout 4",
    "text": " /* c */ provider  /* c */ \"h0.example/n/t\"\t{\r\n /* c */ constraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\"\t\r\nversion /* c */ =\"1.7.1\" /* c */  \n\n hashes\t=\t[ # c\n /* c */ \"h1:6114a836b6e97d22\"  ,\r\n /* c */ \"zh:5db22188ca6e3e63\"\t,\n]\r\n}\r\n\tprovider \"h1.example/n/t\"{ # c\n version /* c */ =\"1.0.0\" \r\nconstraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\" \n\nhashes\t=  [\n /* c */ \"zh:58b4633b8c4083c2\"  ] \n\n} # c\n  provider  /* c */ \"h2.example/n/t\"{ \n\nhashes=[ \n\n  \"zh:aec8bda43b116f5\" , # c\n\t\"zh:383d00e6b73eadaa\"  ,]\n\tversion  = /* c */ \"2.3.1\" /* c */  # c\n  constraints\t= \"~\u003e 1.0, \u003e= 0.1\" \r\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.7.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:6114a836b6e97d22",
          "zh:5db22188ca6e3e63"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.0.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:58b4633b8c4083c2"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "2.3.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:aec8bda43b116f5",
          "zh:383d00e6b73eadaa"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 4 less a character",
    "text": " /* c */ provider  /* c */ \"h0.example/n/t\"\t{\r\n /* c */ constraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\"\t\r\nversion /* c */ =\"1.7.1\" /* c */  \n\n hashes\t=\t[ # c\n /* c */ \"h1:6114a836b6e97d22\"  ,\r\n /* c */ \"zh:5db22188ca6e3e63\"\t,\n]\r\n}\r\n\tprovider \"h1.example/n/t\"{ # c\n version /* c */ =\"1.0.0\" \r\nconstraints\t= /* c */ \"~\u003e 1.0, \u003e= 0.1\" \n\nhashes\t=  [\n /* c */ \"zh:58b4633b8c4083c2\" ] \n\n} # c\n  provider  /* c */ \"h2.example/n/t\"{ \n\nhashes=[ \n\n  \"zh:aec8bda43b116f5\" , # c\n\t\"zh:383d00e6b73eadaa\"  ,]\n\tversion  = /* c */ \"2.3.1\" /* c */  # c\n  constraints\t= \"~\u003e 1.0, \u003e= 0.1\" \r\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.7.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:6114a836b6e97d22",
          "zh:5db22188ca6e3e63"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "1.0.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:58b4633b8c4083c2"
        ]
      },
      {
        "address": "h2.example/n/t",
        "version": "2.3.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:aec8bda43b116f5",
          "zh:383d00e6b73eadaa"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 5",
    "text": "  provider  \"h0.example/n/t\"  {\r\n constraints  =\"~\u003e 1.0, \u003e= 0.1\"\n version  =\"1.8.0\" /* c */ \r\n hashes =[ # c\n \"zh:474fe45a43a86fe6\" /* c */ , \n\n /* c */ \"zh:518a1d9dd964e6a4\"\t,\n]\r\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "1.8.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:474fe45a43a86fe6",
          "zh:518a1d9dd964e6a4"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 5 less a character",
    "text": "  provder  \"h0.example/n/t\"  {\r\n constraints  =\"~\u003e 1.0, \u003e= 0.1\"\n version  =\"1.8.0\" /* c */ \r\n hashes =[ # c\n \"zh:474fe45a43a86fe6\" /* c */ , \n\n /* c */ \"zh:518a1d9dd964e6a4\"\t,\n]\r\n}\r\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "layout 6",
    "text": "provider  /* c */ \"h0.example/n/t\" { \n\n /* c */ constraints\t=  \"~\u003e 1.0, \u003e= 0.1\"// c\n  hashes\t=\t[\r\n \"h1:475fce2d5c6fd04b\",]\r\n version /* c */ = \"0.0.2\" # c\n} \n\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.0.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:475fce2d5c6fd04b"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 6 less a character",
    "text": "provider  /* c */ \"h0.exaple/n/t\" { \n\n /* c */ constraints\t=  \"~\u003e 1.0, \u003e= 0.1\"// c\n  hashes\t=\t[\r\n \"h1:475fce2d5c6fd04b\",]\r\n version /* c */ = \"0.0.2\" # c\n} \n\n",
    "providers": [
      {
        "address": "h0.exaple/n/t",
        "version": "0.0.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:475fce2d5c6fd04b"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 7",
    "text": "\tprovider \t\"h0.example/n/t\"  {// c\n /* c */ hashes /* c */ =\t[ \n\n  \"zh:a9ce343d5019e2a\",// c\n \"zh:67b736dfb5649a7\"\t]\r\n  version=  \"0.6.0\" \n\n /* c */ constraints=\"~\u003e 1.0, \u003e= 0.1\" /* c */ // c\n}// c\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.6.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:a9ce343d5019e2a",
          "zh:67b736dfb5649a7"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 7 less a character",
    "text": "\tproider \t\"h0.example/n/t\"  {// c\n /* c */ hashes /* c */ =\t[ \n\n  \"zh:a9ce343d5019e2a\",// c\n \"zh:67b736dfb5649a7\"\t]\r\n  version=  \"0.6.0\" \n\n /* c */ constraints=\"~\u003e 1.0, \u003e= 0.1\" /* c */ // c\n}// c\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "layout 8",
    "text": "  provider   \"h0.example/n/t\"  {\n  constraints\t=\t\"~\u003e 1.0, \u003e= 0.1\"  // c\nversion\t=\"0.0.0\"  # c\n hashes  =[\n\t\"h1:50601434a91f7009\"\t] \n\n}\n  provider  \"h1.example/n/t\" {\n  version\t= /* c */ \"0.8.1\"// c\n constraints= \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n\thashes= [\n \"zh:197af86cd77f5bbe\"\t, # c\n \"h1:6e6526ae69f401ba\"  ,\n]// c\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "0.0.0",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "h1:50601434a91f7009"
        ]
      },
      {
        "address": "h1.example/n/t",
        "version": "0.8.1",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:197af86cd77f5bbe",
          "h1:6e6526ae69f401ba"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 8 less a character",
    "text": "  provider   \"h0.example/n/t\"  {\n  constraints\t=\t\"~\u003e 1.0, \u003e= 0.1\"  // c\nversion\t=\"0.0.0\"  # c\n hashes  =[\n\t\"h1:50601434a91f7009\"\t] \n\n}\n  provider  \"h1.example/n/t\" {\n  version\t= /* c */ \"0.81\"// c\n constraints= \"~\u003e 1.0, \u003e= 0.1\" /* c */  \n\n\thashes= [\n \"zh:197af86cd77f5bbe\"\t, # c\n \"h1:6e6526ae69f401ba\"  ,\n]// c\n}\r\n",
    "providers": [],
    "line": 9
  },
  {
    "name": "layout 9",
    "text": "provider \t\"h0.example/n/t\" /* c */ { # c\n\tversion\t= /* c */ \"2.4.2\" /* c */  \n\nconstraints= \"~\u003e 1.0, \u003e= 0.1\"\t// c\n hashes /* c */ = [ \n\n \"zh:6e0658867dda69f4\" ,\r\n \"h1:6feabec1a1690d30\" /* c */ ,] \n\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.4.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:6e0658867dda69f4",
          "h1:6feabec1a1690d30"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "layout 9 less a character",
    "text": "provider \t\"h0.example/n/t\" /* c */ { # c\n\tversion\t= /* c */ \"2.4.2\" /* c */  \n\nconstraints= \"~\u003e 1.0, \u003e= 0.1\"\t// c\n hashes /*  */ = [ \n\n \"zh:6e0658867dda69f4\" ,\r\n \"h1:6feabec1a1690d30\" /* c */ ,] \n\n}\r\n",
    "providers": [
      {
        "address": "h0.example/n/t",
        "version": "2.4.2",
        "constraints": "~\u003e 1.0, \u003e= 0.1",
        "hashes": [
          "zh:6e0658867dda69f4",
          "h1:6feabec1a1690d30"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "line of an error",
    "text": "\n\n# a\n/* b\n*/\nprovider \"h.example/n/t\" {\n  version = 1\n}\n",
    "providers": [],
    "line": 7
  },
  {
    "name": "list in one line",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\"h1:a\", \"h1:b\"]\n}\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "",
        "hashes": [
          "h1:a",
          "h1:b"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "list over lines",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\n\n\"h1:a\"\n,\n\"h1:b\"\n\n]\n}\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "",
        "hashes": [
          "h1:a",
          "h1:b"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "list that is a string",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = \"h1:a\"\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "lone carriage return",
    "text": "provider \"h.example/n/t\" {\r  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "missing comma",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\"h1:a\" \"h1:b\"]\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "nested block",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes {\n  }\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "no label",
    "text": "provider {\n  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "no line end at the end",
    "text": "# This file is maintained automatically by \"tofu init\".\n# Manual edits may be lost in future updates.\n\nprovider \"registry.opentofu.org/hashicorp/random\" {\n  version     = \"3.9.0\"\n  constraints = \"~\u003e 3.8\"\n  hashes = [\n    \"h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=\",\n    \"zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc\",\n  ]\n}",
    "providers": [
      {
        "address": "registry.opentofu.org/hashicorp/random",
        "version": "3.9.0",
        "constraints": "~\u003e 3.8",
        "hashes": [
          "h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=",
          "zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "no version",
    "text": "provider \"h.example/n/t\" {\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "not a character of HCL",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  @ = \"1\"\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "null",
    "text": "provider \"h.example/n/t\" {\n  version = null\n}\n",
    "providers": [],
    "line": 2
  },
  {
    "name": "number",
    "text": "provider \"h.example/n/t\" {\n  version = 1.0\n}\n",
    "providers": [],
    "line": 2
  },
  {
    "name": "one line",
    "text": "provider \"h.example/n/t\" { version = \"1.0.0\" }\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "",
        "hashes": []
      }
    ],
    "line": 0
  },
  {
    "name": "only a comma",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [,]\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "only comments",
    "text": "# a\n// b\n/* c\nd */\n",
    "providers": [],
    "line": 0
  },
  {
    "name": "other block",
    "text": "resource \"a\" \"b\" {\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "port",
    "text": "provider \"localhost:8080/n/t\" {\n  version = \"1.0.0-rc.1+x.y\"\n}\n",
    "providers": [
      {
        "address": "localhost:8080/n/t",
        "version": "1.0.0-rc.1+x.y",
        "constraints": "",
        "hashes": []
      }
    ],
    "line": 0
  },
  {
    "name": "provider twice",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n}\nprovider \"h.example/n/t\" {\n  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 4
  },
  {
    "name": "short escape",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  constraints = \"\\u12\"\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "string that is a list",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  constraints = [\"a\"]\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "template",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  constraints = \"${a}\"\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "text",
    "text": "hello\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "trailing comma",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\"h1:a\",]\n}\n",
    "providers": [
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "",
        "hashes": [
          "h1:a"
        ]
      }
    ],
    "line": 0
  },
  {
    "name": "two",
    "text": "# This file is maintained automatically by \"tofu init\".\n# Manual edits may be lost in future updates.\n\nprovider \"registry.opentofu.org/hashicorp/random\" {\n  version     = \"3.9.0\"\n  constraints = \"~\u003e 3.8\"\n  hashes = [\n    \"h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=\",\n    \"zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc\",\n  ]\n}\n\nprovider \"h.example/n/t\" {\n  version = \"1.0.0\"\n}\n",
    "providers": [
      {
        "address": "registry.opentofu.org/hashicorp/random",
        "version": "3.9.0",
        "constraints": "~\u003e 3.8",
        "hashes": [
          "h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=",
          "zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc"
        ]
      },
      {
        "address": "h.example/n/t",
        "version": "1.0.0",
        "constraints": "",
        "hashes": []
      }
    ],
    "line": 0
  },
  {
    "name": "two attributes in a line",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\" constraints = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 2
  },
  {
    "name": "two blocks in a line",
    "text": "provider \"h.example/n/t\" { version = \"1.0.0\" } provider \"h.example/n/u\" { version = \"1.0.0\" }\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "two commas",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\"h1:a\",,\"h1:b\"]\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "two labels",
    "text": "provider \"h.example/n/t\" \"u\" {\n  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "unclosed block",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "unclosed comment",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n}\n/* a\n",
    "providers": [],
    "line": 4
  },
  {
    "name": "unclosed list",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\"h1:a\",\n}\n",
    "providers": [],
    "line": 4
  },
  {
    "name": "unclosed string",
    "text": "provider \"h.example/n/t {\n  version = \"1.0.0\"\n}\n",
    "providers": [],
    "line": 1
  },
  {
    "name": "unknown attribute",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  size = \"1\"\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "unknown escape",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  constraints = \"\\q\"\n}\n",
    "providers": [],
    "line": 3
  },
  {
    "name": "version of two numbers",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.0\"\n}\n",
    "providers": [],
    "line": 2
  },
  {
    "name": "version with a v",
    "text": "provider \"h.example/n/t\" {\n  version = \"v1.0.0\"\n}\n",
    "providers": [],
    "line": 2
  },
  {
    "name": "version with leading zero",
    "text": "provider \"h.example/n/t\" {\n  version = \"1.01.0\"\n}\n",
    "providers": [],
    "line": 2
  }
]""")
