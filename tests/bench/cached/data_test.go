package main

import (
	"bytes"
	"crypto/sha256"
	"io"
	"testing"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/narinfo"
)

func TestBlobsAreReproducible(t *testing.T) {
	first, again, other := makeBlobs(3, 70_000, 1), makeBlobs(3, 70_000, 1), makeBlobs(3, 70_000, 2)
	for i, b := range first {
		if b.size != 70_000 || b.sum != sha256.Sum256(b.bytes()) {
			t.Errorf("blob %d has %d bytes and digest %s", i, b.size, b.hash())
		}
		if b.sum != again[i].sum {
			t.Errorf("blob %d is another one the second time: figures of two runs must be comparable", i)
		}
		if b.sum == other[i].sum || b.sum == first[(i+1)%3].sum {
			t.Errorf("blob %d is there twice: a cache would store it once", i)
		}
	}
}

func TestPathsAreValid(t *testing.T) {
	for _, size := range []int64{100, 300_000} { // without and with shared pieces
		paths, err := makePaths(7, size, 3)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range paths {
			checkPath(t, p, size, min(i, 5)+1)
		}
	}
}

func checkPath(t *testing.T, p *nixPath, size int64, refs int) {
	t.Helper()
	info, err := narinfo.Parse(bytes.NewReader(p.info.bytes()))
	if err != nil {
		t.Fatalf("%v in %q", err, p.info.bytes())
	}
	sum := sha256.Sum256(p.nar.bytes())
	if !bytes.Equal(info.NarHash.Digest(), sum[:]) || info.NarSize != uint64(len(p.nar.bytes())) || len(info.References) != refs {
		t.Errorf("want %d references and the hash and size of the NAR in %q", refs, p.info.bytes())
	}
	if err := p.checkInfo(p.info.bytes()); err != nil {
		t.Error(err)
	}
	r, err := nar.NewReader(bytes.NewReader(p.nar.bytes()))
	if err != nil {
		t.Fatal(err)
	}
	header, err := r.Next()
	if err != nil || header.Size != size {
		t.Fatalf("the NAR's file has header %+v, error %v; want %d bytes", header, err, size)
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("after the file: %v", err)
	}
}
