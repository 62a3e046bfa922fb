import MatrixHost
package import SystemPackage

/// Writes an executable shell script, made for a private PATH.
///
/// A child writes it: were the file open in this process, a fork of another test would inherit it, and the kernel does
/// not start a program that somebody has open for writing.
package func writeFakeTool(_ name: String, in folder: FilePath, script: String) async throws {
    let path = folder.appending(name).string
    let writer = Command(
        "/bin/sh", ["-c", "printf '%s' \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh", "#!/bin/sh\n" + script, path],
        environment: ["PATH": "/usr/bin:/bin"])
    let output = try await Processes.live.capture(writer)
    guard output.status.isSuccess else { throw FakeToolError(name: name, reason: output.standardError) }
}

/// A tool that a test needs did not do its part.
package struct FakeToolError: Error {
    package let name: String
    package let reason: String

    package init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }
}
