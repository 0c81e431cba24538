package cli

import (
	"github.com/spf13/cobra"

	"doorstroommonitor/spec"
	explaining "doorstroommonitor/spec/explain"
)

func (a *app) specExplainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain TRANSITION",
		Short: a.text("zeg in gewone taal wat een overgang telt", "say in plain words what a transition counts"),
		Args:  oneWord("geef één overgang, zoals VO-HO", "give one transition, such as VO-HO"),
		Example: `  doorstroom spec explain VO-HO
  doorstroom spec explain VO-HO --lang en`,
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := a.loadSpec()
			if err != nil {
				return err
			}
			if _, ok := s.Transitions[args[0]]; !ok {
				return unknownTransition(s, args[0])
			}
			return explaining.Transition(a.out, s, args[0], a.lang)
		},
	}
}

func unknownTransition(s *spec.Specification, id string) error {
	return saidf("overgang %q bestaat niet; bekend: %v", "transition %q does not exist; known: %v", id, s.TransitionIDs())
}
