using Panoptes.Cli;

return PanoptesCommand.Run(args);
