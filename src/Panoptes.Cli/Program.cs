Console.WriteLine("panoptes");
