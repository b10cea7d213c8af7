package cachetarget

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/BurntSushi/toml"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// Login writes a server into the configuration of Attic's client below dir, with mode
// 0600; what else is there stays. The first server becomes the default.
func Login(dir, server string, s Server, makeDefault bool) (file string, err error) {
	file = filepath.Join(dir, "attic", "config.toml")
	if !name.MatchString(server) {
		return file, fmt.Errorf("server name %q: want up to 50 letters, digits, -, +, _ and .", server)
	}
	whole := map[string]any{}
	if err := decode(file, &whole, false); err != nil {
		return file, err
	}
	servers, ok := whole["servers"].(map[string]any)
	if !ok {
		servers = map[string]any{}
	}
	entry := map[string]any{"endpoint": s.Endpoint}
	if s.Token != "" {
		entry["token"] = s.Token
	}
	if s.TokenFile != "" {
		entry["token-file"] = s.TokenFile
	}
	servers[server] = entry
	whole["servers"] = servers
	if makeDefault || len(servers) == 1 {
		whole["default-server"] = server
	}
	var text bytes.Buffer
	if err := toml.NewEncoder(&text).Encode(whole); err != nil {
		return file, fmt.Errorf("writing %q: %w", file, err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return file, fmt.Errorf("writing %q: %w", file, err)
	}
	return file, atomicfile.Write(file, text.Bytes(), 0o600)
}
