package strictyaml

import "go.yaml.in/yaml/v3"

// OneOrMore is a value, or a list of values, under one key.
type OneOrMore []string

// UnmarshalYAML implements yaml.Unmarshaler.
func (o *OneOrMore) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*o = OneOrMore{n.Value}
		return nil
	}
	return n.Decode((*[]string)(o))
}
