package binarycache

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// CacheInfo is the content of nix-cache-info.
type CacheInfo struct {
	StoreDir      string
	WantMassQuery bool
	Priority      int // 0: not told
}

// String is the file's content.
func (c CacheInfo) String() string {
	text := "StoreDir: " + c.StoreDir + "\n"
	if c.WantMassQuery {
		text += "WantMassQuery: 1\n"
	}
	if c.Priority != 0 {
		text += "Priority: " + strconv.Itoa(c.Priority) + "\n"
	}
	return text
}

// infoName is the file that makes a cache one.
const infoName = "nix-cache-info"

// maxInfo bounds what is read of it.
const maxInfo = 64 << 10

// ReadInfo reads a cache's nix-cache-info; ErrNotFound if it has none.
func ReadInfo(ctx context.Context, o Objects) (CacheInfo, error) {
	text, err := readAll(ctx, o, infoName, maxInfo)
	if err != nil {
		return CacheInfo{}, err
	}
	c := CacheInfo{StoreDir: "/nix/store"}
	for line := range strings.Lines(text) {
		field, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch field {
		case "StoreDir":
			c.StoreDir = value
		case "WantMassQuery":
			c.WantMassQuery = value == "1"
		case "Priority":
			c.Priority, err = strconv.Atoi(value)
		}
		if err != nil {
			return c, fmt.Errorf("reading %s: %s %q: %w", infoName, field, value, err)
		}
	}
	return c, nil
}

func readAll(ctx context.Context, o Objects, name string, limit int64) (string, error) {
	r, err := o.Get(ctx, name)
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, limit))
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", name, err)
	}
	return string(text), nil
}

// WriteInfo makes a cache one.
func WriteInfo(ctx context.Context, o Objects, info CacheInfo) error {
	return PutText(ctx, o, infoName, TypeInfo, info.String())
}

// CheckStoreDir fails where a cache is for paths of another store directory.
func CheckStoreDir(cache, store string) error {
	if cache == store {
		return nil
	}
	return fmt.Errorf("the cache is for store paths in %s, this store has them in %s: its paths are of no use there", cache, store)
}

// PutText stores a short file.
func PutText(ctx context.Context, o Objects, name, mediaType, text string) error {
	return o.Put(ctx, name, mediaType, int64(len(text)), func() (io.Reader, error) { return strings.NewReader(text), nil })
}
