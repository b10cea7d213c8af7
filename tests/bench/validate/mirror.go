package main

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// The CLI configurations of the three ways, in the world's directory.
const (
	packedConfig   = "packed.tfrc"
	unpackedConfig = "unpacked.tfrc"
	devConfig      = "dev.tfrc"
)

// mirrors makes a packed and an unpacked mirror of all plugins, and the CLI
// configurations that use them.
func (w *world) mirrors() error {
	var overrides strings.Builder
	for _, p := range w.providers {
		w.progress("making mirrors of %s %s", p.address, p.version)
		name := "terraform-provider-" + path.Base(p.address)
		unpacked := filepath.Join(w.dir, "unpacked", p.address, p.version, platform(), name)
		if err := copyFile(unpacked, p.path); err != nil {
			return err
		}
		packed := filepath.Join(w.dir, "packed", p.address, fmt.Sprintf("%s_%s_%s.zip", name, p.version, platform()))
		if err := zipFile(packed, name, p.path); err != nil {
			return err
		}
		fmt.Fprintf(&overrides, "    %q = %q\n", p.address, filepath.Dir(unpacked))
	}
	for name, installation := range map[string]string{
		packedConfig:   fmt.Sprintf("  filesystem_mirror {\n    path = %q\n  }\n", filepath.Join(w.dir, "packed")),
		unpackedConfig: fmt.Sprintf("  filesystem_mirror {\n    path = %q\n  }\n", filepath.Join(w.dir, "unpacked")),
		devConfig:      "  dev_overrides {\n" + overrides.String() + "  }\n",
	} {
		text := "provider_installation {\n" + installation + "}\n"
		if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("writing a CLI configuration: %w", err)
		}
	}
	return nil
}

func copyFile(to, from string) error {
	return writeTo(to, from, func(out *os.File, in io.Reader) error {
		_, err := io.Copy(out, in)
		return err
	})
}

// zipFile packs one program as a provider's release does.
func zipFile(to, name, from string) error {
	return writeTo(to, from, func(out *os.File, in io.Reader) error {
		archive := zip.NewWriter(out)
		archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.DefaultCompression) })
		header := &zip.FileHeader{Name: name, Method: zip.Deflate}
		header.SetMode(0o755)
		entry, err := archive.CreateHeader(header)
		if err == nil {
			_, err = io.Copy(entry, in)
		}
		if err != nil {
			return err
		}
		return archive.Close()
	})
}

func writeTo(to, from string, write func(out *os.File, in io.Reader) error) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("reading a plugin: %w", err)
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("making a mirror: %w", err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return fmt.Errorf("making a mirror: %w", err)
	}
	err = write(out, in)
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("making a mirror of %s: %w", from, err)
	}
	return nil
}
