package lint

import "fmt"

// noProviderBlock: a module that configures a provider cannot be called with count
// or for_each, nor be removed while its provider is needed to destroy its resources.
func noProviderBlock(m *Module) []Finding {
	if m.Root {
		return nil
	}
	var found []Finding
	for _, b := range m.blocks("provider", "name") {
		found = append(found, Finding{b.DefRange, fmt.Sprintf("A module configures the provider %q", b.Labels[0]),
			"Move the block to the root module that calls this one; configuration_aliases in required_providers ask for several. If this is a root module, say root = True in tofu_lint_test."})
	}
	return found
}

// noBackendBlock: only a root module has state; a backend elsewhere does nothing.
func noBackendBlock(m *Module) []Finding {
	if m.Root {
		return nil
	}
	var found []Finding
	for _, b := range m.blocks("terraform") {
		for _, inner := range append(nested(b.Body, "backend", "type"), nested(b.Body, "cloud")...) {
			found = append(found, Finding{inner.DefRange, fmt.Sprintf("A module has a %s block", inner.Type),
				"Move it to the root module that calls this one. If this is a root module, say root = True in tofu_lint_test."})
		}
	}
	return found
}
