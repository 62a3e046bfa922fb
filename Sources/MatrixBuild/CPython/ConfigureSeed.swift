import MatrixHost
import MatrixModel
import SystemPackage

/// What `configure` is told because it, or that of another Python, has found it out before: autoconf's cache.
///
/// It is told only where nothing differs that it could see: the script itself, its arguments and environment, the compiler,
/// what is installed. What is told comes from a build that passed its check, and goes when a build that was told it fails.
struct ConfigureSeed {
    /// Makes `configure` keep a cache without an argument, which sysconfig's CONFIG_ARGS would show.
    static let environment = ["CONFIG_SITE": "./\(site)"]
    private static let site = "config.site"
    private static let cache = "config.cache"

    /// What autoconf's own tests find out of the C library, the headers and the types. CPython's own are asked each time: some
    /// set more than their result (3.13's `ac_cv_wl_no_as_needed`), some results are read before their test has run
    /// (3.13's `ac_cv_gcc_asm_for_x64`), and some tell of the moment (`ac_cv_posix_semaphores_enabled`).
    private static let kept = ["func", "header", "lib", "search", "sizeof", "alignof", "type", "member", "have_decl"]

    /// Nil where nobody can tell whether the machine is still the same.
    private let own: SeedFile?
    /// Among the Pythons of which the recipe says that it can be.
    private let shared: SeedFile?
    private let told: [String: String]
    private let sourceFolder: FilePath

    /// For sources that lie there. Reads what is installed, and blocks.
    init(_ build: CPythonBuild) throws {
        told = build.options.site
        sourceFolder = build.sourceFolder
        guard let machine = try build.machineState.digest() else {
            (own, shared) = (nil, nil)
            return
        }
        var inputs = BuildInputs(kind: .python)
        inputs.add("environment", build.environment)
        inputs.add("site", build.options.site)
        build.toolchain.addInputs(to: &inputs)
        inputs.add("machine", machine.hexadecimal)
        shared = build.options.sharesResults ? SeedFile(build.seeds.appending("shared"), for: inputs) : nil
        inputs.add("argument", build.configureArguments)
        // Without a script there is nothing to tell it, and the step fails.
        let script = try? sha256(ofFile: build.sourceFolder.appending("configure"))
        inputs.add("script", script?.hexadecimal ?? "none")
        own = SeedFile(build.seeds.appending("\(build.python)"), for: inputs)
    }

    /// Writes what `configure` reads; tells where most of it came from, if it was there.
    func place() throws -> FilePath? {
        let answers = told.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
        try Files.writeFile(sourceFolder.appending(Self.site), "cache_file=\(Self.cache)\n\(answers)")
        for file in [own, shared] {
            guard let file, let results = file.read() else { continue }
            let lines = results.filter { $0.contains("=") }.map { $0 + "\n" }
            try Files.writeFile(sourceFolder.appending(Self.cache), lines.joined())
            return file.path
        }
        return nil
    }

    /// For the next builds, after one that is as it should be.
    func keep() {
        guard let text = try? Files.readText(sourceFolder.appending(Self.cache)) else { return }
        let results = text.split(separator: "\n").map(String.init).filter { line in
            Self.kept.contains { line.hasPrefix("ac_cv_\($0)_") }
        }
        if let own, own.read() == nil { own.write(results) }
        guard let shared else { return }
        let known = shared.read() ?? []
        let byName = Dictionary(grouping: Set(known).union(results)) { $0.prefix { $0 != "=" } }
        // What two scripts do not agree on is nobody's: a name without a result.
        let all = byName.map { name, lines in lines.count == 1 ? lines[0] : String(name) }.sorted()
        if all != known { shared.write(all) }
    }

    /// After a build that was told something and failed.
    func discard() {
        own?.remove()
        shared?.remove()
    }
}
