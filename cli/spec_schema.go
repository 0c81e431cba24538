package cli

import (
	"github.com/spf13/cobra"

	"doorstroommonitor/spec/schema"
)

func (a *app) specSchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Args: noArgs(),
		Short: a.text("geef het JSON Schema waarmee een editor de bestanden aanvult en nakijkt", "give the JSON Schema by which an editor completes and marks the files"),
		Example: `  doorstroom spec schema > specification.schema.json
  # bovenaan een bestand / on top of a file: # yaml-language-server: $schema=specification.schema.json`,
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(schema.JSON())
			return err
		},
	}
}
