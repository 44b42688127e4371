using Panoptes.Cli;

LauncherWatch.Start();
return PanoptesCommand.Run(args);
