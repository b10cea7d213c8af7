package pushreport

// Add adds what was done to caches to what was done to them before.
func Add(before, now []Cache) []Cache {
	for _, c := range now {
		i := 0
		for i < len(before) && before[i].Cache != c.Cache {
			i++
		}
		if i == len(before) {
			before = append(before, c)
			continue
		}
		before[i].add(c)
	}
	return before
}

func (c *Cache) add(o Cache) {
	c.Paths.Closure += o.Paths.Closure
	c.Paths.Present += o.Paths.Present
	c.Paths.SkippedUpstream += o.Paths.SkippedUpstream
	c.Paths.Uploaded += o.Paths.Uploaded
	c.Paths.Deduplicated += o.Paths.Deduplicated
	c.Paths.Failed += o.Paths.Failed
	c.Paths.Withheld += o.Paths.Withheld
	c.Paths.Verified += o.Paths.Verified
	c.Bytes.Closure += o.Bytes.Closure
	c.Bytes.Nar += o.Bytes.Nar
	c.Bytes.Sent += o.Bytes.Sent
	c.Bytes.Deduplicated += o.Bytes.Deduplicated
	c.Requests += o.Requests
	c.Retries += o.Retries
	c.Seconds += o.Seconds
	c.Problems = append(c.Problems, o.Problems...)
	c.Error = o.Error // of the last round: an earlier one was made good
}
