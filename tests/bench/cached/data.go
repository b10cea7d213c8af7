package main

// data is everything that is uploaded, made once for all rounds.
type data struct {
	small, large           []*blob
	smallPaths, largePaths []*nixPath
}

func makeData(o options) (*data, error) {
	d := &data{}
	if o.wants("bazel-small") || o.wants("grpc-small") {
		d.small = makeBlobs(o.small, o.smallSize, 1)
	}
	if o.wants("bazel-large") || o.wants("grpc-large") {
		d.large = makeBlobs(o.large, o.largeSize, 2)
	}
	var err error
	if o.wants("nix-small") {
		if d.smallPaths, err = makePaths(max(1, o.small/5), o.smallSize, 3); err != nil {
			return nil, err
		}
	}
	if o.wants("nix-large") {
		d.largePaths, err = makePaths(max(1, o.large/4), o.largeSize, 4)
	}
	return d, err
}

// total is the sum of the blobs' sizes.
func total(blobs []*blob) (n int64) {
	for _, b := range blobs {
		n += b.size
	}
	return n
}
