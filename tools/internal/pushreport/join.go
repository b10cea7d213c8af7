package pushreport

// Join adds what another push did.
func (s *Summary) Join(o *Summary) {
	s.Seconds += o.Seconds
	s.BuildSeconds += o.BuildSeconds
	s.Pushes = append(s.Pushes, o.Pushes...)
	s.Caches = Add(s.Caches, o.Caches)
	s.Problems = append(s.Problems, o.Problems...)
	if s.Error == "" {
		s.Error = o.Error
	}
}
