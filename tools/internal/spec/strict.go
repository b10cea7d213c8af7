package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// ReadFile reads a file that a rule wrote for a program; decode's errors get its name.
func ReadFile[T any](file string, decode func([]byte) (T, error)) (T, error) {
	var none T
	data, err := os.ReadFile(file)
	if err != nil {
		return none, fmt.Errorf("reading spec: %w", err)
	}
	s, err := decode(data)
	if err != nil {
		return none, fmt.Errorf("reading spec %q: %w", file, err)
	}
	return s, nil
}

// Strict decodes one JSON object of a layout's version, which is its field "v". Unknown
// fields, text after the object and another version are errors.
func Strict(data []byte, version int, into any) error {
	// The version comes first: of another layout no field can be judged.
	var head struct {
		V *int `json:"v"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return err
	}
	if head.V == nil {
		return fmt.Errorf(`field "v": missing; this program reads version %d`, version)
	}
	if *head.V != version {
		return fmt.Errorf(`field "v": version %d; this program reads version %d`, *head.V, version)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text after the JSON object")
	}
	return nil
}
