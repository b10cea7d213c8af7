package main

import (
	"bytes"
	"fmt"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/nixbase32"
	"github.com/nix-community/go-nix/pkg/nixhash"
	"github.com/nix-community/go-nix/pkg/storepath"
)

// nixPath is a store path as a binary cache holds it.
type nixPath struct {
	nar      *blob
	narURL   string // below the cache's URL
	infoURL  string
	info     *blob
	baseName string
}

// makePaths makes n store paths of one file each. Every path refers to itself
// and to up to five earlier ones, as packages do.
func makePaths(n int, size int64, seed uint64) ([]*nixPath, error) {
	paths := make([]*nixPath, n)
	for i, c := range content(n, size, seed) {
		archive, err := makeNAR(c[:], size)
		if err != nil {
			return nil, fmt.Errorf("making a NAR: %w", err)
		}
		path := storepath.StorePath{
			Name:   fmt.Sprintf("bench-%d-%d", seed, i),
			Digest: nixhash.CompressHash(archive.sum[:], storepath.PathHashSize),
		}
		var refs []string
		for j := max(0, i-5); j < i; j++ {
			refs = append(refs, paths[j].baseName)
		}
		if paths[i], err = makePath(path, archive, append(refs, path.String())); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

func makeNAR(pieces [][]byte, size int64) (*blob, error) {
	b := &blob{}
	w, err := nar.NewWriter(b)
	if err != nil {
		return nil, err
	}
	if err := w.WriteHeader(&nar.Header{Path: "/", Type: nar.TypeRegular, Size: size}); err != nil {
		return nil, err
	}
	for _, p := range pieces {
		if _, err := w.Write(p); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	b.seal()
	return b, nil
}

func makePath(path storepath.StorePath, archive *blob, refs []string) (*nixPath, error) {
	hash, err := nixhash.NewHashWithEncoding(nixhash.SHA256, archive.sum[:], nixhash.NixBase32, true)
	if err != nil {
		return nil, fmt.Errorf("writing a NAR's hash: %w", err)
	}
	p := &nixPath{
		nar:      archive,
		narURL:   "nar/" + nixbase32.EncodeToString(archive.sum[:]) + ".nar",
		infoURL:  nixbase32.EncodeToString(path.Digest) + ".narinfo",
		baseName: path.String(),
	}
	info := narinfo.NarInfo{
		StorePath: path.Absolute(), URL: p.narURL, Compression: "none",
		FileHash: hash, FileSize: uint64(archive.size), NarHash: hash, NarSize: uint64(archive.size),
		References: refs,
	}
	if err := info.Check(); err != nil {
		return nil, fmt.Errorf("making a narinfo: %w", err)
	}
	p.info = &blob{parts: [][]byte{[]byte(info.String())}}
	p.info.seal()
	return p, nil
}

// checkInfo compares a narinfo that a server returned with the one uploaded. A
// server may change the order of references and add a signature.
func (p *nixPath) checkInfo(text []byte) error {
	got, err := narinfo.Parse(bytes.NewReader(text))
	if err != nil {
		return &wrongAnswer{fmt.Sprintf("%s: %v", p.infoURL, err)}
	}
	if got.URL != p.narURL || got.NarSize != uint64(p.nar.size) || !bytes.Equal(got.NarHash.Digest(), p.nar.sum[:]) {
		return &wrongAnswer{fmt.Sprintf("%s is not what was uploaded: %q", p.infoURL, text)}
	}
	return nil
}
