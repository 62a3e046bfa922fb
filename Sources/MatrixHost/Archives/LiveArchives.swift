package import SystemPackage

extension Archives {
    /// Real unpacking through libarchive, in a child that runs `executable unpack-archive -- ARCHIVE DESTINATION` and
    /// there calls `runUnpackArchiveChild`.
    package static func live(executable: FilePath, processes: Processes) -> Archives {
        Archives { archive, destination in
            let output = try await processes.capture(
                Command(
                    executable, ["unpack-archive", "--", archive.string, destination.string],
                    environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]))
            if output.status.isSuccess { return }
            let reported: ArchiveError? = try? decodeJSON(output.standardOutput)
            guard let reported, output.status == .exited(reported.exitCode) else {
                throw ArchiveError.unpackerDied(output.status)
            }
            throw reported
        }
    }
}
