package import SystemPackage

extension Archives {
    /// Real unpacking through libarchive, in a child that runs `executable unpack-archive -- ARCHIVE DESTINATION` and
    /// there calls `runUnpackArchiveChild`.
    package static func live(executable: FilePath, processes: Processes) -> Archives {
        Archives(
            unpack: { archive, destination in
                try await unpack(executable, processes, ["--", archive.string, destination.string])
            },
            unpackListing: { archive, destination, listing in
                try await unpack(
                    executable, processes, ["--listing", listing.string, "--", archive.string, destination.string])
            })
    }

    private static func unpack(_ executable: FilePath, _ processes: Processes, _ arguments: [String]) async throws {
        let output = try await processes.capture(
            Command(
                executable, ["unpack-archive"] + arguments,
                environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]))
        if output.status.isSuccess { return }
        let reported: ArchiveError? = try? decodeJSON(output.standardOutput)
        guard let reported, output.status == .exited(reported.exitCode) else {
            throw ArchiveError.unpackerDied(output.status)
        }
        throw reported
    }
}
