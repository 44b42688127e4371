using Panoptes.Cli;

return CommandLine.Run(args);
