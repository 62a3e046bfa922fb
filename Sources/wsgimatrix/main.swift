import Foundation
import MatrixCommands
import MatrixHost
import SystemPackage

// Until the command line has this as a hidden subcommand.
if CommandLine.arguments.count == 5, CommandLine.arguments[1] == "unpack-archive" {
    exit(
        runUnpackArchiveChild(
            archive: FilePath(CommandLine.arguments[3]), destination: FilePath(CommandLine.arguments[4])))
}
print("hi")
