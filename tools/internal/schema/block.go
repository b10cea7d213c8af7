package schema

import (
	"encoding/json"
	"fmt"

	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"github.com/zclconf/go-cty/cty"
	"google.golang.org/protobuf/encoding/protowire"
)

// Nesting is how many of a nested block or object there are, and how they are
// told apart.
type Nesting int

// The nesting modes, with the protocol's numbers.
const (
	NestingSingle Nesting = 1
	NestingList   Nesting = 2
	NestingSet    Nesting = 3
	NestingMap    Nesting = 4
	NestingGroup  Nesting = 5
)

// Block is a schema, or a block nested in one.
type Block struct {
	// Attributes by name.
	Attributes map[string]*Attribute
	// Blocks by name.
	Blocks map[string]*NestedBlock
	// Deprecated says that the provider would have people use something else, and
	// DeprecationMessage what; few providers put that into their schema.
	Deprecated         bool
	DeprecationMessage string

	implied cty.Type
}

// NestedBlock is a block in a block.
type NestedBlock struct {
	Block
	// Nesting of the block.
	Nesting Nesting
}

// Attribute is an attribute of a block or of a nested object.
type Attribute struct {
	// Type is the attribute's type, with that of Nested already in it.
	Type cty.Type
	// Nested has the attributes of an attribute that is an object or a
	// collection of objects with a schema of its own; else nil.
	Nested *Object
	// Required, Optional, Computed, WriteOnly and Deprecated are the schema's flags.
	Required, Optional, Computed, WriteOnly, Deprecated bool
	// DeprecationMessage says what to use instead; often empty.
	DeprecationMessage string
}

// Object is the schema of a nested attribute.
type Object struct {
	// Attributes by name.
	Attributes map[string]*Attribute
	// Nesting of the objects.
	Nesting Nesting
}

// ImpliedType is the type of the values that the block describes.
func (b *Block) ImpliedType() cty.Type { return b.implied }

// ParseBlock reads a Schema message of the given protocol.
func ParseBlock(schema []byte, protocol int) (*Block, error) {
	b := &Block{}
	p := parser{writeOnly: 11, deprecation: 12}
	if protocol == 5 {
		p = parser{writeOnly: 10, deprecation: 11}
	}
	var block []byte
	err := wire.Each(schema, func(f wire.Field) error {
		if f.Num == 2 {
			block = f.Val
		}
		return nil
	})
	if err == nil {
		err = p.block(block, b)
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// parser knows in what the two protocols differ.
type parser struct {
	writeOnly, deprecation protowire.Number
}

func (p parser) block(msg []byte, b *Block) error {
	b.Attributes, b.Blocks = map[string]*Attribute{}, map[string]*NestedBlock{}
	types := map[string]cty.Type{}
	err := wire.Each(msg, func(f wire.Field) error {
		switch f.Num {
		case 2:
			name, a, err := p.attribute(f.Val)
			if err != nil {
				return err
			}
			b.Attributes[name], types[name] = a, a.Type
		case 3:
			name, n, err := p.nestedBlock(f.Val)
			if err != nil {
				return err
			}
			b.Blocks[name], types[name] = n, nestedType(n.Nesting, n.implied, cty.DynamicPseudoType)
		case 6:
			b.Deprecated = f.Bool()
		case 7:
			b.DeprecationMessage = string(f.Val)
		}
		return nil
	})
	b.implied = cty.Object(types)
	return err
}

// nestedType is the type of a nested block or attribute. OpenTofu represents
// lists and maps of blocks in which any type may occur as tuples and objects.
func nestedType(n Nesting, element, dynamic cty.Type) cty.Type {
	switch {
	case n == NestingSet:
		return cty.Set(element)
	case n != NestingList && n != NestingMap:
		return element
	case dynamic != cty.NilType && element.HasDynamicTypes():
		return dynamic
	case n == NestingList:
		return cty.List(element)
	}
	return cty.Map(element)
}

func (p parser) nestedBlock(msg []byte) (string, *NestedBlock, error) {
	n, name := &NestedBlock{}, ""
	var block []byte
	err := wire.Each(msg, func(f wire.Field) error {
		switch f.Num {
		case 1:
			name = string(f.Val)
		case 2:
			block = f.Val
		case 3:
			n.Nesting = Nesting(f.Varint())
		}
		return nil
	})
	if err == nil {
		err = p.block(block, &n.Block)
	}
	return name, n, err
}

func (p parser) attribute(msg []byte) (string, *Attribute, error) {
	a, name := &Attribute{Type: cty.DynamicPseudoType}, ""
	err := wire.Each(msg, func(f wire.Field) error {
		switch f.Num {
		case 1:
			name = string(f.Val)
		case 2:
			return readType(f.Val, &a.Type)
		case 4:
			a.Required = f.Bool()
		case 5:
			a.Optional = f.Bool()
		case 6:
			a.Computed = f.Bool()
		case 9:
			a.Deprecated = f.Bool()
		// The order matters: in protocol 5, 10 is no object.
		case p.writeOnly:
			a.WriteOnly = f.Bool()
		case p.deprecation:
			a.DeprecationMessage = string(f.Val)
		case 10:
			return p.object(f.Val, a)
		}
		return nil
	})
	if err != nil {
		err = fmt.Errorf("attribute %q: %w", name, err)
	}
	return name, a, err
}

// readType reads a type. Some of what a damaged one may say, cty does not
// return as an error.
func readType(data []byte, ty *cty.Type) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("its type is damaged: %v", r)
		}
	}()
	return json.Unmarshal(data, ty)
}

func (p parser) object(msg []byte, a *Attribute) error {
	a.Nested = &Object{Attributes: map[string]*Attribute{}}
	types := map[string]cty.Type{}
	err := wire.Each(msg, func(f wire.Field) error {
		switch f.Num {
		case 1:
			name, inner, err := p.attribute(f.Val)
			a.Nested.Attributes[name], types[name] = inner, inner.Type
			return err
		case 3:
			a.Nested.Nesting = Nesting(f.Varint())
		}
		return nil
	})
	a.Type = nestedType(a.Nested.Nesting, cty.Object(types), cty.NilType)
	return err
}
