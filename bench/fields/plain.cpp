// Mean field of a dense random field as one writes it straight from the papers: a permutohedral lattice over a hash table for the color
// kernel, two passes for the smoothness kernel, one loop a class, no vector instructions by hand, one thread. Beside it: FieldsBench.
//   g++ -O3 -march=native -ffast-math -o plain plain.cpp && ./plain FOLDER
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <unordered_map>
#include <vector>

constexpr int D = 5;
using Key = std::array<short, D>;

struct Hash {
    size_t operator()(const Key& key) const {
        size_t hash = 0;
        for (short k : key) hash = (hash + k) * 2531011;
        return hash;
    }
};

struct Lattice {
    int pixels = 0, vertices = 0;
    std::vector<int> corner;            // pixel, D + 1
    std::vector<float> weight;          // pixel, D + 1
    std::vector<std::array<int, 2>> neighbor[D + 1];

    Lattice(const std::vector<float>& features, int count) : pixels(count), corner(count * (D + 1)), weight(count * (D + 1)) {
        std::unordered_map<Key, int, Hash> numbers;
        std::vector<Key> keys;
        float scale[D];
        for (int i = 0; i < D; i++) scale[i] = (D + 1) * std::sqrt(2.0 / 3) / std::sqrt((i + 1.0) * (i + 2));
        for (int p = 0; p < count; p++) {
            float elevated[D + 1], barycentric[D + 2] = {0};
            int rem[D + 1], rank[D + 1] = {0};
            float sum = 0;
            for (int i = D; i > 0; i--) {
                float c = features[p * D + i - 1] * scale[i - 1];
                elevated[i] = sum - i * c;
                sum += c;
            }
            elevated[0] = sum;
            int off = 0;
            for (int i = 0; i <= D; i++) {
                int whole = (int)std::lround(elevated[i] / (D + 1));
                rem[i] = whole * (D + 1);
                off += whole;
            }
            for (int i = 0; i < D; i++)
                for (int j = i + 1; j <= D; j++) (elevated[i] - rem[i] < elevated[j] - rem[j] ? rank[i] : rank[j])++;
            for (int i = 0; i <= D && off != 0; i++) {
                rank[i] += off;
                if (rank[i] < 0) rank[i] += D + 1, rem[i] += D + 1;
                else if (rank[i] > D) rank[i] -= D + 1, rem[i] -= D + 1;
            }
            for (int i = 0; i <= D; i++) {
                float v = (elevated[i] - rem[i]) / (D + 1);
                barycentric[D - rank[i]] += v;
                barycentric[D + 1 - rank[i]] -= v;
            }
            barycentric[0] += 1 + barycentric[D + 1];
            for (int r = 0; r <= D; r++) {
                Key key;
                for (int i = 0; i < D; i++) key[i] = rem[i] + (rank[i] <= D - r ? r : r - (D + 1));
                auto [at, isNew] = numbers.try_emplace(key, (int)keys.size());
                if (isNew) keys.push_back(key);
                corner[p * (D + 1) + r] = at->second;
                weight[p * (D + 1) + r] = barycentric[r];
            }
        }
        vertices = (int)keys.size();
        for (int axis = 0; axis <= D; axis++) {
            neighbor[axis].resize(vertices);
            for (int v = 0; v < vertices; v++) {
                Key back = keys[v], forth = keys[v];
                for (int i = 0; i < D; i++) back[i]++, forth[i]--;
                if (axis < D) back[axis] = keys[v][axis] - D, forth[axis] = keys[v][axis] + D;
                auto b = numbers.find(back), f = numbers.find(forth);
                neighbor[axis][v] = {b == numbers.end() ? -1 : b->second, f == numbers.end() ? -1 : f->second};
            }
        }
    }

    // out(pixel, c) = sum over pixels of the kernel times in(pixel, c)
    void filter(const float* in, float* out, int channels) const {
        std::vector<float> value(size_t(vertices) * channels), other(value.size());
        for (int p = 0; p < pixels; p++)
            for (int r = 0; r <= D; r++)
                for (int c = 0; c < channels; c++)
                    value[size_t(corner[p * (D + 1) + r]) * channels + c] += weight[p * (D + 1) + r] * in[size_t(p) * channels + c];
        for (int axis = 0; axis <= D; axis++) {
            for (int v = 0; v < vertices; v++)
                for (int c = 0; c < channels; c++) {
                    auto [b, f] = neighbor[axis][v];
                    float around = (b < 0 ? 0 : value[size_t(b) * channels + c]) + (f < 0 ? 0 : value[size_t(f) * channels + c]);
                    other[size_t(v) * channels + c] = value[size_t(v) * channels + c] + 0.5f * around;
                }
            std::swap(value, other);
        }
        for (int p = 0; p < pixels; p++)
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                for (int r = 0; r <= D; r++)
                    sum += weight[p * (D + 1) + r] * value[size_t(corner[p * (D + 1) + r]) * channels + c];
                out[size_t(p) * channels + c] = sum;
            }
    }
};

struct Smooth {
    int height, width, radius;
    std::vector<float> taps;

    Smooth(int h, int w, double sigma) : height(h), width(w), radius((int)std::ceil(4.3 * sigma)) {
        for (int k = -radius; k <= radius; k++) taps.push_back(std::exp(-k * k / (2 * sigma * sigma)));
    }

    void filter(const float* in, float* out, int channels) const {
        std::vector<float> rows(size_t(height) * width * channels);
        for (int y = 0; y < height; y++)
            for (int k = std::max(-radius, -y); k <= std::min(radius, height - 1 - y); k++)
                for (int i = 0; i < width * channels; i++)
                    rows[size_t(y) * width * channels + i] += taps[k + radius] * in[size_t(y + k) * width * channels + i];
        std::fill(out, out + rows.size(), 0.0f);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int k = std::max(-radius, -x); k <= std::min(radius, width - 1 - x); k++)
                    for (int c = 0; c < channels; c++)
                        out[(size_t(y) * width + x) * channels + c] += taps[k + radius] * rows[(size_t(y) * width + x + k) * channels + c];
    }
};

// k(i, j) / sqrt(d(i) d(j)) around any filter.
template <class Filter> std::vector<float> scales(const Filter& filter, int count) {
    std::vector<float> ones(count, 1), sums(count);
    filter.filter(ones.data(), sums.data(), 1);
    for (float& sum : sums) sum = 1 / std::sqrt(sum + 1e-20f);
    return sums;
}

template <class Filter>
void message(const Filter& filter, const std::vector<float>& scale, const std::vector<float>& q, int channels, float weight,
             std::vector<float>& total) {
    std::vector<float> in(q.size()), out(q.size());
    for (size_t p = 0; p < scale.size(); p++)
        for (int c = 0; c < channels; c++) in[p * channels + c] = scale[p] * q[p * channels + c];
    filter.filter(in.data(), out.data(), channels);
    for (size_t p = 0; p < scale.size(); p++)
        for (int c = 0; c < channels; c++) total[p * channels + c] += weight * scale[p] * out[p * channels + c];
}

void softmax(std::vector<float>& q, int channels) {
    for (size_t p = 0; p < q.size(); p += channels) {
        float most = *std::max_element(&q[p], &q[p] + channels), sum = 0;
        for (int c = 0; c < channels; c++) sum += q[p + c] = std::exp(q[p + c] - most);
        for (int c = 0; c < channels; c++) q[p + c] /= sum;
    }
}

int main(int argc, char** argv) {
    if (argc != 2) return std::fprintf(stderr, "plain FOLDER\n"), 2;
    std::string folder = argv[1];
    int height, width, classes;
    std::ifstream(folder + "/size.txt") >> height >> width >> classes;
    int count = height * width;
    std::vector<unsigned char> rgb(count * 3), best(count);
    std::ifstream(folder + "/image.rgb", std::ios::binary).read((char*)rgb.data(), rgb.size());
    std::vector<float> planes(size_t(count) * classes), logs(planes.size()), features(size_t(count) * D);
    std::ifstream(folder + "/probabilities.f32", std::ios::binary).read((char*)planes.data(), planes.size() * 4);
    auto start = std::chrono::steady_clock::now();
    for (int p = 0; p < count; p++) {
        features[p * D] = (p % width) / 67.0f, features[p * D + 1] = (p / width) / 67.0f;
        for (int c = 0; c < 3; c++) features[p * D + 2 + c] = rgb[p * 3 + c] / 3.0f;
        for (int c = 0; c < classes; c++) logs[size_t(p) * classes + c] = std::log(std::max(planes[size_t(c) * count + p], 1e-30f));
    }
    Lattice lattice(features, count);
    Smooth smooth(height, width, 1);
    auto lattice_scale = scales(lattice, count), smooth_scale = scales(smooth, count);
    auto q = logs;
    softmax(q, classes);
    auto built = std::chrono::steady_clock::now();
    for (int step = 0; step < 10; step++) {
        auto total = logs;
        message(lattice, lattice_scale, q, classes, 4, total);
        message(smooth, smooth_scale, q, classes, 3, total);
        softmax(total, classes);
        q.swap(total);
    }
    auto end = std::chrono::steady_clock::now();
    for (int p = 0; p < count; p++) {
        const float* row = &q[size_t(p) * classes];
        best[p] = std::max_element(row, row + classes) - row;
    }
    std::ofstream(folder + "/plain.u8", std::ios::binary).write((char*)best.data(), count);
    std::printf("%dx%d, %d classes, %d vertices: %.2f s, of which %.2f s to build\n", width, height, classes, lattice.vertices,
                std::chrono::duration<double>(end - start).count(), std::chrono::duration<double>(built - start).count());
}
