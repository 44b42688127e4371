using Panoptes.Cli.CommandLine;

return PanoptesCommand.Run(args);
