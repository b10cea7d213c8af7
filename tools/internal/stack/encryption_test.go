//go:build bazel

package stack_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

const encryptedMain = `variable "greeting" {
  type = string
}
variable "state_passphrase" {
  type      = string
  default   = ""
  sensitive = true
  ephemeral = true
}
terraform {
  encryption {
    key_provider "pbkdf2" "passphrase" {
      passphrase = var.state_passphrase
      iterations = 200000
    }
    method "aes_gcm" "passphrase" {
      keys = key_provider.pbkdf2.passphrase
    }
    state {
      method   = method.aes_gcm.passphrase
      enforced = true
    }
    plan {
      method   = method.aes_gcm.passphrase
      enforced = true
    }
  }
}
resource "terraform_data" "greeting" {
  input = var.greeting
}
output "greeting" {
  value = terraform_data.greeting.output
}
`

const passphrase = "correct-horse-battery-staple"

func encrypted(t *testing.T) *world {
	t.Setenv("TF_ENCRYPTION", "")
	return newWorld(t, map[string]string{"main.tf": encryptedMain, "env/dev.tfvars": "greeting = \"plaintext\"\n"})
}

// file makes a file of the environment that is none of variables.
func (w *world) file(name, content string) *spec.File {
	w.t.Helper()
	path := w.path(name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		w.t.Fatal(err)
	}
	return &spec.File{Path: path, Dest: pkg + "/env/" + name}
}

func TestStateAndPlanAreEncrypted(t *testing.T) {
	w := encrypted(t)
	w.must(0, []string{"+ input  = \"plaintext\""}, "preview")
	w.must(2, []string{"main.tf:11: the state is encrypted, and its key is missing", "TF_VAR_state_passphrase"}, "plan")
	w.must(2, []string{"--var state_passphrase", "set the environment variable TF_VAR_state_passphrase"}, "plan", "--var=state_passphrase="+passphrase)

	t.Setenv("TF_VAR_state_passphrase", passphrase)
	w.must(0, []string{"1 to add"}, "plan")
	for _, name := range []string{"plan.tfplan", "plan.json"} {
		if text := w.read(w.env(name)); strings.Contains(text, passphrase) || name == "plan.tfplan" && strings.Contains(text, "plaintext") {
			t.Errorf("%s tells what it should not", name)
		}
	}
	if strings.Contains(w.read(w.env("plan.json")), "state_passphrase") {
		t.Error("the plan is bound to a digest of the passphrase, by which it could be guessed")
	}
	w.must(0, []string{"Applying the plan saved at"}, "apply")
	state := w.read(w.env("terraform.tfstate"))
	if strings.Contains(state, "plaintext") || !strings.Contains(state, "encrypted_data") {
		t.Errorf("the state is not encrypted:\n%s", state)
	}
	w.must(0, []string{"plaintext"}, "output", "greeting")
	w.must(0, []string{`"value":"plaintext"`}, "state", "pull")
	w.must(0, []string{"0 to add, 0 to change, 0 to destroy"}, "plan")

	t.Setenv("TF_VAR_state_passphrase", "another-horse-battery-staple")
	w.must(3, []string{"decryption failed"}, "output")
}

func TestEncryptionOfOneEnvironment(t *testing.T) {
	w := encrypted(t)
	w.write("more.tf", "variable \"bao\" {\n  type      = string\n  default   = \"\"\n  sensitive = true\n  ephemeral = true\n}\n")
	w.spec.Stack.Encryption = w.file("dev.encryption.hcl", `key_provider "pbkdf2" "kms" {
  passphrase = var.bao
  iterations = 200000
}
method "aes_gcm" "kms" {
  keys = key_provider.pbkdf2.kms
}
state {
  method = method.aes_gcm.kms
}
plan {
  method = method.aes_gcm.kms
}
`)
	t.Setenv("TF_VAR_state_passphrase", passphrase)
	w.must(2, []string{"dev.encryption.hcl:1: the state is encrypted, and its key is missing", "TF_VAR_bao"}, "apply", "--auto-approve")
	t.Setenv("TF_VAR_bao", passphrase)
	w.must(0, nil, "apply", "--auto-approve")
	if state := w.read(w.env("terraform.tfstate")); !strings.Contains(state, "key_provider.pbkdf2.kms") {
		t.Errorf("the state is not under the environment's key:\n%s", state)
	}
	w.spec.Stack.Encryption = w.file("dev.encryption.hcl", "state {\n  method = method.unencrypted.none\n}\n")
	w.must(1, []string{"no method for plan"}, "preview")
}

// stateServer keeps one state, as OpenTofu's backend http wants it.
func stateServer(t *testing.T) (url string, content func() string) {
	var mu sync.Mutex
	var state []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if r.Method == http.MethodPost {
			state, _ = io.ReadAll(r.Body)
			return
		}
		if state == nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Write(state)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() string { mu.Lock(); defer mu.Unlock(); return string(state) }
}

func TestBackendFile(t *testing.T) {
	w := encrypted(t)
	url, content := stateServer(t)
	t.Setenv("TF_VAR_state_passphrase", passphrase)
	w.spec.Stack.Backend = spec.Backend{Type: "http", Config: map[string]string{"retry_max": "1"}}
	w.spec.Stack.Backend.File = w.file("dev.tfbackend", "address = \""+url+"/demo/dev\"\nskip_cert_verification = true\n")
	w.must(0, []string{"plaintext"}, "apply", "--auto-approve")
	w.must(0, []string{"plaintext"}, "output", "greeting")
	if c := content(); !strings.Contains(c, "encrypted_data") || strings.Contains(c, "plaintext") {
		t.Errorf("the server has not the encrypted state: %q", c)
	}
	w.spec.Stack.Backend.File = w.file("dev.tfbackend", "address = \""+url+"/demo/prod\"\n")
	w.must(1, []string{`dev.tfbackend:1: no value has the environment's name "dev"`}, "preview")
}
