package cachestore

import "strings"

// entry is a blob in the index: an element of the list of last use.
type entry struct {
	prev, next  *entry
	cache, name string // empty for CAS and AC
	size        int64
	access      int64 // Unix seconds of the last use, to accessStep
	id          id
}

func (e *entry) group() Group {
	if e.id.kind == CAS || e.id.kind == AC {
		return Group{Kind: e.id.kind, Cache: BazelCache}
	}
	return Group{Kind: e.id.kind, Cache: e.cache}
}

// index finds entries and keeps them in the order of last use. Its user locks.
type index struct {
	byID  map[id]*entry
	head  entry // sentinel: head.next is the most recent, head.prev the oldest
	total int64 // bytes on disk
	stats map[Group]*Stat
	names map[string]string // one copy of each cache name
}

func newIndex() *index {
	x := &index{byID: map[id]*entry{}, stats: map[Group]*Stat{}, names: map[string]string{}}
	x.head.next, x.head.prev = &x.head, &x.head
	return x
}

// newEntry makes an entry that does not keep the caller's strings alive.
func (x *index) newEntry(key Key, i id, size, access int64) *entry {
	e := &entry{id: i, size: size, access: access}
	if i.kind == CAS || i.kind == AC {
		return e
	}
	name, ok := x.names[key.Cache]
	if !ok {
		name = strings.Clone(key.Cache)
		x.names[name] = name
	}
	e.cache, e.name = name, strings.Clone(key.Name)
	return e
}

// insert makes e the most recent entry, instead of any other of its id.
func (x *index) insert(e *entry) {
	if old := x.byID[e.id]; old != nil {
		x.remove(old)
	}
	x.byID[e.id] = e
	x.pushFront(e)
	x.count(e, 1)
}

func (x *index) remove(e *entry) {
	delete(x.byID, e.id)
	e.prev.next, e.next.prev = e.next, e.prev
	e.prev, e.next = nil, nil
	x.count(e, -1)
}

func (x *index) touch(e *entry) {
	if x.head.next == e {
		return
	}
	e.prev.next, e.next.prev = e.next, e.prev
	x.pushFront(e)
}

func (x *index) pushFront(e *entry) {
	e.prev, e.next = &x.head, x.head.next
	e.prev.next, e.next.prev = e, e
}

// oldest is the least recently used entry, or nil.
func (x *index) oldest() *entry {
	if x.head.prev == &x.head {
		return nil
	}
	return x.head.prev
}

func (x *index) count(e *entry, sign int64) {
	disk := onDisk(e.size)
	x.total += sign * disk
	st := x.stats[e.group()]
	if st == nil {
		st = &Stat{}
		x.stats[e.group()] = st
	}
	st.Blobs += sign
	st.Bytes += sign * e.size
	st.DiskBytes += sign * disk
}

// blockSize is that of most file systems: a file takes whole blocks.
const blockSize = 4096

// onDisk is what a blob of n bytes takes on the disk; an empty one has a name.
func onDisk(n int64) int64 {
	return max(n+blockSize-1, blockSize) / blockSize * blockSize
}
