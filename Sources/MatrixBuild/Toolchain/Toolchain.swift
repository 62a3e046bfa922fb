package import MatrixHost
import MatrixModel

/// The compiler and the C library that all builds of a run use.
package struct Toolchain: Sendable, Equatable {
    /// `gcc 12.2.0`.
    package var compiler: String
    /// GNU's name for the machine: `x86_64-linux-gnu`.
    package var machine: String
    package var linker: String
    /// glibc's version.
    package var libc: String
    /// How this `make` takes part in a jobserver; nothing that comes out depends on it, so no key holds it.
    package var jobserverStyle = JobserverStyle.descriptors

    /// Asks the tools. Throws `BuildError.toolMissing`.
    package static func detect(_ answers: ToolAnswers) async throws -> Toolchain {
        let version = try await answers.answer("gcc", ["-dumpfullversion"], package: "build-essential")
        let machine = try await answers.answer("gcc", ["-dumpmachine"], package: "build-essential")
        let linker = try await answers.answer("ld", ["--version"], package: "binutils")
        let make = try await answers.answer("make", ["--version"], package: "make")
        return Toolchain(
            compiler: "gcc " + version.trimmingSpaces(), machine: String(machine.trimmingSpaces()),
            linker: String(linker.split(separator: "\n").first ?? ""), libc: cLibraryVersion(),
            jobserverStyle: JobserverStyle(makeVersion: make))
    }

    /// Adds what the toolchain contributes to a build key.
    func addInputs(to inputs: inout BuildInputs) {
        inputs.add("compiler", compiler)
        inputs.add("linker", linker)
        inputs.add("libc", libc)
        inputs.add("machine", machine)
    }
}

extension JobserverStyle {
    /// By what `make --version` prints first: `GNU Make 4.3`.
    init(makeVersion text: String) {
        let words = text.prefix { !$0.isNewline }.split(separator: " ")
        let version = words.last.flatMap { Version($0) }
        self = version.map { $0 >= Version("4.4")! } ?? false ? .path : .descriptors
    }
}
