package atticserve

import (
	"slices"
	"strconv"
	"strings"

	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"
	"github.com/nix-community/go-nix/pkg/nixhash"
	"github.com/nix-community/go-nix/pkg/storepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
)

// newNarInfo checks the description of a path and makes a .narinfo of it, but
// for what follows from its compression.
func newNarInfo(sent atticwire.UploadPathNarInfo, storeDir string) (*narinfo.NarInfo, error) {
	base, ok := strings.CutPrefix(sent.StorePath, storeDir+"/")
	switch {
	case !ok:
		return nil, badRequest("store_path %q is not in %s, the store of cache %q", sent.StorePath, storeDir, sent.Cache)
	case !validBase(base):
		return nil, badRequest("store_path %q is not the path of a store object", sent.StorePath)
	case !strings.HasPrefix(base, sent.StorePathHash+"-") || !validPathHash(sent.StorePathHash):
		return nil, badRequest("store_path_hash %q is not that of %s", sent.StorePathHash, base)
	case sent.NarSize == 0 || sent.NarSize > 1<<62:
		return nil, badRequest("nar_size %d is not the size of a NAR", sent.NarSize)
	}
	hash, err := nixhash.ParseAny(sent.NarHash, nil)
	if err != nil || hash.Algo() != nixhash.SHA256 || !strings.HasPrefix(sent.NarHash, "sha256:") {
		return nil, badRequest("nar_hash %q is not sha256: and 64 hexadecimal digits", sent.NarHash)
	}
	info := &narinfo.NarInfo{StorePath: sent.StorePath, NarHash: base32(hash), NarSize: sent.NarSize, Signatures: signatures(sent.Sigs)}
	if info.References, err = references(sent.References); err != nil {
		return nil, err
	}
	return info, setOptional(info, sent, storeDir)
}

// base32 is a hash that prints as Nix writes it into a .narinfo.
func base32(h *nixhash.HashWithEncoding) *nixhash.HashWithEncoding {
	return nixhash.MustNewHashWithEncoding(h.Algo(), h.Digest(), nixhash.NixBase32, true)
}

// validBase accepts the name of a store object.
func validBase(base string) bool {
	if len(base) > 211+33 || strings.Contains(base, "/") {
		return false
	}
	_, err := storepath.FromString(base)
	return err == nil
}

func references(sent []string) ([]string, error) {
	refs := slices.Sorted(slices.Values(sent))
	for i, ref := range refs {
		if !validBase(ref) {
			return nil, badRequest("references: %q is not the name of a store object", ref)
		}
		if i > 0 && refs[i-1] == ref {
			return nil, badRequest("references: %q is there twice", ref)
		}
	}
	return refs, nil
}

func setOptional(info *narinfo.NarInfo, sent atticwire.UploadPathNarInfo, storeDir string) error {
	if sent.Deriver != nil && *sent.Deriver != "" {
		info.Deriver = strings.TrimPrefix(*sent.Deriver, storeDir+"/")
		if !validBase(info.Deriver) {
			return badRequest("deriver: %q is not the name of a store object", *sent.Deriver)
		}
	}
	for field, value := range map[string]*string{"system": sent.System, "ca": sent.CA} {
		if value != nil && !printable(*value) {
			return badRequest("%s: %q has a character that has no place there", field, *value)
		}
	}
	if sent.System != nil {
		info.System = *sent.System
	}
	if sent.CA != nil {
		info.CA = *sent.CA
	}
	return nil
}

// signatures keeps those that are well-formed: Nix stores may have others,
// which are worth nothing, but no reason to refuse a path.
func signatures(sent []string) (sigs []signature.Signature) {
	for _, text := range sent {
		if sig, err := signature.ParseSignature(text); err == nil && printable(text) {
			sigs = append(sigs, sig)
		}
	}
	return sigs
}

func quote(s string) string { return strconv.QuoteToASCII(s[:min(len(s), 100)]) }
