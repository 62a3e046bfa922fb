import Foundation
import Glibc
package import SystemPackage

/// What the process was started with.
package struct HostEnvironment: Sendable {
    package var variables: [String: String]
    /// The absolute path of our own binary, for the steps that run in a child of it.
    package var executable: FilePath
    package var workingDirectory: FilePath
    package var homeDirectory: FilePath
    package var userID: UInt32

    package init(
        variables: [String: String], executable: FilePath, workingDirectory: FilePath, homeDirectory: FilePath,
        userID: UInt32
    ) {
        self.variables = variables
        self.executable = executable
        self.workingDirectory = workingDirectory
        self.homeDirectory = homeDirectory
        self.userID = userID
    }

    package subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension HostEnvironment {
    /// How many processors may be used.
    package var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// The environment of this process.
    package static func current() -> HostEnvironment {
        let info = ProcessInfo.processInfo
        let executable =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? info.arguments[0]
        return HostEnvironment(
            variables: info.environment, executable: FilePath(executable),
            workingDirectory: FilePath(FileManager.default.currentDirectoryPath),
            homeDirectory: FilePath(info.environment["HOME"] ?? "/"), userID: getuid())
    }
}
