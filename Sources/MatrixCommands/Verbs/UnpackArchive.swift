import ArgumentParser
import MatrixHost
import SystemPackage

/// The child that unpacks one archive: not for people.
struct UnpackArchive: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "unpack-archive", shouldDisplay: false)

    @Option var listing: String?
    @Argument var archive: String
    @Argument var destination: String

    func run() throws {
        throw ExitCode(
            runUnpackArchiveChild(
                archive: FilePath(archive), destination: FilePath(destination), listing: listing.map { FilePath($0) }))
    }
}
