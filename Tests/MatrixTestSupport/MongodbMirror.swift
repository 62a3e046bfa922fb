import MatrixHost
import MatrixModel
package import SystemPackage

/// A folder that mirrors MongoDB's downloads: one archive, whose `mongod` is a shell script.
package struct MongodbMirror {
    package let folder: FilePath
    package let digest: String

    package static let fileName = "mongodb-linux-x86_64-debian12-8.0.11.tgz"
    package static let script = "#!/bin/sh\necho db version v8.0.11\n"

    package var tarball: FilePath { folder.appending(Self.fileName) }

    /// The text of a recipe that pins the archive; upstream is an address where nobody answers.
    package var recipe: String {
        """
        format: 1
        kind: mongodb
        archives:
          debian12: {file: "mongodb-linux-x86_64-debian12-{version}.tgz", url: "http://127.0.0.1:1/{version}.tgz"}
        versions:
          "8.0.11": {debian12: {sha256: "\(digest)"}}
        """
    }

    /// Without a script there is no `mongod` in the archive.
    package init(_ script: String? = Self.script, in root: FilePath) async throws {
        folder = root.appending("mirror")
        let top = root.appending("mongodb-linux-x86_64-debian12-8.0.11")
        try Files.makeFolders(folder)
        try Files.makeFolders(top.appending("bin"))
        try Files.writeFile(top.appending("README"), "a mirror's archive\n")
        try Files.writeFile(top.appending("bin").appending(script == nil ? "mongos" : "mongod"), script ?? "")
        let tar = Command(
            "/bin/tar",
            [
                "-C", root.string, "--mode=755", "-czf", folder.appending(Self.fileName).string,
                top.lastComponent!.string,
            ],
            environment: ["PATH": "/usr/bin:/bin"])
        let output = try await Processes.live.capture(tar)
        guard output.status.isSuccess else { throw FakeToolError(name: "tar", reason: output.standardError) }
        digest = try sha256(ofFile: folder.appending(Self.fileName)).hexadecimal
    }
}
